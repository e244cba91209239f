"""The routes of law outreach, a module per thing, registered on the `API` of enforcement."""
