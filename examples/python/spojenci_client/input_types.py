from typing import Optional

from .base_model import BaseModel


class PartnerWithin(BaseModel):
    """Inside a place, or so many kilometres around it or around the asker. / V místě nebo kolem něj či kolem tazatele."""

    place: Optional[str] = None
    "Id of the place. / Id místa."
    km: Optional[float] = None
    "Kilometres. / Kilometry."
