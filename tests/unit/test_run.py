"""The runner adds up both environments and never hides a failure."""

from pathlib import Path

from tests.run import Counts, read_counts

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><skipped/></testcase>
<testcase name="c"><failure/></testcase><testcase name="d"><error/></testcase>
<testcase name="e"><failure/><error/></testcase>
</testsuite></testsuites>"""


def test_outcomes_are_counted_once_a_test(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(REPORT)
    assert read_counts(tmp_path / "r.xml") == Counts(passed=1, failed=3, skipped=1)


def test_a_run_that_left_no_report_failed(tmp_path: Path) -> None:
    assert read_counts(tmp_path / "none.xml") == Counts(failed=1)
    (tmp_path / "cut.xml").write_text("<testsuites><testsuite>")
    assert read_counts(tmp_path / "cut.xml") == Counts(failed=1)


def test_the_summary_adds_both_runs_in_plain_words() -> None:
    total = Counts(10, 0, 2) + Counts(5, 1, 0)
    assert str(total) == "15 passed, 1 failed, 2 skipped"
