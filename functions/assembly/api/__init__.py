"""The routes of village self-government, a module per thing, registered on `API` when a request may be for one of theirs."""

from assembly.api.shared import API as API
