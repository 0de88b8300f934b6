"""Random use by three browsers, compared step by step with the model."""

from tests.fuzz.answering import Answering
from tests.fuzz.beginning import Beginning
from tests.fuzz.keys import Keys


class Use(Beginning, Answering, Keys):
    """All that people do."""
