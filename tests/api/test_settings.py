from __future__ import annotations

from pathlib import Path

import pytest

from api.settings import Settings, from_environment
from ontology.errors import UsageError


def test_without_variables_the_defaults_hold() -> None:
    assert from_environment({}) == Settings(Path("upr-workspace"), 4, 30.0, 2048, 64)


def test_variables_are_read() -> None:
    found = from_environment(
        {
            "UPR_GRAPH_HOME": "elsewhere",
            "UPR_GRAPH_WORKERS": " 3 ",
            "UPR_GRAPH_QUERY_TIMEOUT": "0.5",
            "UPR_GRAPH_QUERY_MEMORY": "1024",
            "UPR_GRAPH_RESULT_SIZE": "1",
        }
    )
    assert found == Settings(Path("elsewhere"), 3, 0.5, 1024, 1)


@pytest.mark.parametrize("name", ["HOME", "WORKERS", "QUERY_TIMEOUT", "QUERY_MEMORY", "RESULT_SIZE"])
def test_an_empty_variable_counts_as_absent(name: str) -> None:
    assert from_environment({f"UPR_GRAPH_{name}": ""}) == Settings()


@pytest.mark.parametrize("name", ["WORKERS", "QUERY_TIMEOUT", "QUERY_MEMORY", "RESULT_SIZE"])
@pytest.mark.parametrize("value", ["many", "0", "-1", "nan", "inf", "1e300", "9" * 400])
def test_a_variable_that_is_no_sensible_number_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"UPR_GRAPH_{name}="):
        from_environment({f"UPR_GRAPH_{name}": value})


@pytest.mark.parametrize("value", ["0.5", "2.5", "1e1"])
def test_the_number_of_workers_is_whole(value: str) -> None:
    with pytest.raises(UsageError, match="whole number from 1"):
        from_environment({"UPR_GRAPH_WORKERS": value})
