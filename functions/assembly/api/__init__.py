"""Routes of village self-government; importing this registers them all."""

from assembly.api import ballots as ballots
from assembly.api import boards as boards
from assembly.api import bodies as bodies
from assembly.api import ceremonies as ceremonies
from assembly.api import ideas as ideas
from assembly.api import matters as matters
from assembly.api import meetings as meetings
from assembly.api import minutes as minutes
from assembly.api import objections as objections
from assembly.api import publications as publications
from assembly.api import reviews as reviews
from assembly.api import village_rules as village_rules
from assembly.api import votes as votes
from assembly.api.shared import API as API
