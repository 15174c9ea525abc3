"""The picture of an evaluation."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from graph.errors import BadInput
from graph.learning.evaluation import Group, Report

FORMATS = (".png", ".svg", ".pdf")


def draw(report: Report, path: Path) -> None:
    """MRR and Hits@10 of every method with their intervals, and the calibration of the engine's score.

    Raises BadInput when the ending names no format that can be drawn, or the file cannot be written.
    """
    if path.suffix not in FORMATS:
        raise BadInput(f"{path} must end in {', '.join(FORMATS)}.", place="--picture")
    mpl.rcParams["svg.hashsalt"] = "spojenci"
    groups = [(name, group) for name, group in report.groups.items() if name != "all"]
    figure = Figure(figsize=(5 * len(groups) + 4, 5), layout="constrained")
    axes = figure.subplots(1, len(groups) + 1, squeeze=False)[0]
    for (name, group), axis in zip(groups, axes, strict=False):
        _bars(axis, name, group)
    _calibration(axes[-1], report)
    try:
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.", place="--picture") from error


def _bars(axis: Axes, name: str, group: Group) -> None:
    methods = list(group.methods)[::-1]
    for shift, figure in ((0.2, "MRR"), (-0.2, "Hits@10")):
        values = [group.methods[method][figure] for method in methods]
        ends = [[x.mean - x.low for x in values], [x.high - x.mean for x in values]]
        places = [place + shift for place in range(len(methods))]
        axis.barh(places, [x.mean for x in values], 0.38, xerr=ends, label=figure, error_kw={"linewidth": 1})
    axis.set_yticks(range(len(methods)), methods)
    axis.set_title(f"{name} ({group.questions} questions)")
    axis.legend()


def _calibration(axis: Axes, report: Report) -> None:
    # Where partnerships are hard to foresee, all that is said lies in the lowest part of the scale.
    top = min(1, 1.1 * max(max(x, y, 0.05) for x, y, _ in report.calibration))
    axis.plot([0, top], [0, top], linestyle=":", color="grey")
    axis.plot([x for x, _, _ in report.calibration], [y for _, y, _ in report.calibration], marker="o")
    for x, y, number in report.calibration:
        axis.annotate(f"{number:,}", (x, y), textcoords="offset points", xytext=(4, -10), fontsize=8)
    axis.set(xlabel="score", ylabel="share right", title="Calibration of the first 100")
