"""The figures for Prometheus, from the registry that the desk fills."""

from typing import Any

from prometheus_client.metrics import MetricWrapperBase

from desk.metrics import Metrics


def read() -> list[dict[str, Any]]:
    """Return each figure's exposed names, type, labels and meaning."""
    figures = [each for each in vars(Metrics()).values() if isinstance(each, MetricWrapperBase)]
    return [_figure(each) for each in figures]


def _figure(figure: MetricWrapperBase) -> dict[str, Any]:
    (family,) = figure.describe()
    # The library tells the names of labels by this attribute alone.
    labels = list(figure._labelnames)
    names = {
        "counter": [f"{family.name}_total"],
        "histogram": [f"{family.name}_{part}" for part in ("bucket", "count", "sum")],
    }
    return {
        "names": names.get(family.type, [family.name]),
        "type": family.type,
        "labels": labels,
        "meaning": family.documentation,
    }
