"""The desk: what offices ask of the incidents as a whole (exports of the ledger), apart from the routes of one incident."""
