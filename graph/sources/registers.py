"""The national registers that ``spojenci import`` reads beside the formats, when somebody has their files."""

from graph.formats.registry import FORMATS
from graph.sources import czech_health_register, czech_school_register, czech_social_register

READABLE = (czech_school_register.FORMAT, czech_social_register.FORMAT, czech_health_register.FORMAT, *FORMATS)
"""All that can be imported, in the order in which it is asked whether a file is theirs."""
