from enum import Enum


class ElementType(str, Enum):
    ORGANIZATION = "ORGANIZATION"
    LIBRARY = "LIBRARY"
    COMMUNITY = "COMMUNITY"
    ACTIVITY = "ACTIVITY"
    TOPIC = "TOPIC"
    ROLE = "ROLE"
    TARGET_GROUP = "TARGET_GROUP"
    RESOURCE = "RESOURCE"
    PLACE = "PLACE"
    PERSON = "PERSON"
    ITEM = "ITEM"
    MAP = "MAP"
    SOURCE = "SOURCE"


class Language(str, Enum):
    CS = "CS"
    EN = "EN"


class WriteStatus(str, Enum):
    APPLIED = "APPLIED"
    PROPOSED = "PROPOSED"
    UNCHANGED = "UNCHANGED"
