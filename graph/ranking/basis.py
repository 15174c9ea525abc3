"""What a score is, and what the model that made it is worth: told with every suggestion."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from graph.contract.operation import Doc, declared
from graph.ranking.model import Measured, Model


@declared(
    "ScoreBasis",
    "What a score is.\n\n"
    "CHANCE: a share measured on this map. Of those suggested with such a score on the topic of an activity that had been "
    "hidden, for one who took part in it, so many had taken part too. It takes for granted that there is such an "
    "activity. SCALE: only the order and the proportions within one list mean anything.",
    "Co skóre je.\n\n"
    "CHANCE: podíl naměřený na této mapě. Z těch, kdo byli s takovým skóre navrženi účastníkovi skryté aktivity na její "
    "téma, se jí tolik účastnilo také. Předpokládá, že taková aktivita je. SCALE: význam má jen pořadí a poměr v jednom "
    "seznamu.",
)
class Basis(StrEnum):
    """What a score is."""

    CHANCE = "chance"
    SCALE = "scale"


@declared(
    "RankingQuality",
    "What was measured of a model on activities that it had not seen, for askers such as this one.",
    "Co bylo u modelu naměřeno na aktivitách, které neviděl, pro tazatele, jako je tento.",
)
@dataclass(frozen=True)
class RankingQuality:
    """The figures of a fitted formula beside those of the shipped one."""

    questions: Annotated[int, Doc("How many questions.", "Kolik otázek.")]
    activities: Annotated[int, Doc("About how many hidden activities.", "O kolika skrytých aktivitách.")]
    mrr: Annotated[
        float, Doc("Mean of 1 / rank of the first right answer.", "Průměr 1 / pořadí první správné odpovědi.")
    ]
    hits10: Annotated[float, Doc("Share with a right answer in the first ten.", "Podíl se správnou v první desítce.")]
    shipped_mrr: Annotated[float, Doc("The same of the shipped weights.", "Totéž u dodávaných vah.")]
    shipped_hits10: Annotated[float, Doc("The same of the shipped weights.", "Totéž u dodávaných vah.")]

    @classmethod
    def of(cls, measured: Measured) -> Self:
        """Of what was measured."""
        fitted, shipped = measured.fitted, measured.shipped
        return cls(
            measured.questions,
            measured.activities,
            fitted["MRR"],
            fitted["Hits@10"],
            shipped["MRR"],
            shipped["Hits@10"],
        )


@declared("RankingModel", "The weights that made a score.", "Váhy, z nichž skóre vzniklo.")
@dataclass(frozen=True)
class RankedBy:
    """Which model ranked: the shipped weights, or one fitted to this map."""

    version: Annotated[int, Doc("0 of the shipped weights.", "0 u dodávaných vah.")]
    fitted_at: Annotated[str | None, Doc("When it was fitted to this map.", "Kdy byl naučen z této mapy.")]
    quality: Annotated[RankingQuality | None, Doc("What it is worth.", "Jak je dobrý.")]

    @classmethod
    def of(cls, model: Model, *, newcomer: bool) -> Self:
        """The model, as it serves one sort of askers: whom it serves no better, the shipped weights serve."""
        measured = model.measured(newcomer=newcomer)
        if measured is None:
            return cls(0, None, None)
        return cls(model.version, model.fitted_at, RankingQuality.of(measured))
