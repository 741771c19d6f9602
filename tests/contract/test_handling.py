"""Routing, grading and the steps of people, over every storage."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import yaml

from casework.errors import CaseNotFound, CustomerNotReachable, StepInvalid
from casework.gate.findings import Kind, WordsStopped
from casework.gate.service import NewApproval
from casework.informing import Informer
from casework.model.work import Step
from casework.notify.texts import NoticeTexts
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.presenting_work import work_as_json
from casework.services.cases import CaseService
from casework.settings import ROOT
from tests.works import Works, decision


@pytest.fixture
def works(storage: UnitOfWorkFactory, policy: Policy) -> Works:
    return Works(storage, policy)


@pytest.mark.rows("R13", "R32", "R108", "R170", "R184")
@pytest.mark.parametrize(
    ("category", "sets"),
    [
        ("product_quality", ("product", "product_defect", "other", "quality")),
        ("billing_price", ("sales", "billing", "other", "non_quality")),
        ("delivery_logistics", ("service", "delivery", "other", "non_quality")),
        ("service_attitude", ("service", "poor_service", "service_attitude", "non_quality")),
        ("response_speed", ("service", "poor_service", "response_speed", "non_quality")),
        ("product_use", ("product", "product_defect", "product_use", "non_quality")),
    ],
)
def test_a_case_stands_in_the_documents_four_category_sets(
    works: Works, category: str, sets: tuple[str, ...]
) -> None:
    found = decision(works, works.file(category=[category]))["category_sets"]
    assert (found["domain"], found["common"], found["survey"], found["quality"]) == sets


@pytest.mark.rows("R45", "R133")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("钱付了，支付宝和你们互相推诿不管退款", "third_party_involved"),
        ("The payment provider and your shop blame each other", "third_party_involved"),
        ("每天半夜自己响，师傅查不出原因", "unexplained_fault"),
        ("It hums at night and nobody can explain why", "unexplained_fault"),
    ],
)
def test_a_complex_case_goes_to_the_independent_group_which_shares_it(
    works: Works, text: str, reason: str
) -> None:
    case = works.file(text, category=["billing_price"])
    handling = works.steps.view(case.case_no).handling
    assert case.department == "independent_group"
    assert handling.complex_reasons == (reason,)
    assert handling.shared_with == ("finance",)
    assert decision(works, case)["department"]["rule"] == f"complexity.{reason}"


@pytest.mark.rows("R170", "R171", "R172", "R189")
@pytest.mark.parametrize(
    ("category", "zh", "en"),
    [
        ("product_quality", "样品或照片", "sample or pictures"),
        ("delivery_logistics", "催促承运方", "press the carrier"),
        ("service_attitude", "先致歉", "Apologise first"),
        ("billing_price", "源头部门和原因", "where it came from and why"),
    ],
)
def test_the_department_is_told_what_its_kind_of_case_asks_for(
    works: Works, category: str, zh: str, en: str
) -> None:
    case = works.file(category=[category])
    (told,) = works.notices(case, key="staff_case_filed")
    assert zh in told.facts["instruction"]["zh"] and en in told.facts["instruction"]["en"]


@pytest.mark.rows("R200")
def test_another_companys_matter_is_explained_in_one_call(works: Works) -> None:
    case = works.file("这不是你们家的产品，我知道，但没人管")
    assert case.grade == "out_of_scope"
    assert works.due(case, "next_update") - case.created_at == timedelta(hours=24)
    works.do(case, Step.CALLED_BACK)
    met = {clock.name for clock in works.case(case).clocks if clock.met_at}
    assert "next_update" in met
    assert "next_update" not in {clock.name for clock in works.file().clocks}


@pytest.mark.rows("R5", "R52", "R171", "R17", "R2", "R123")
def test_several_departments_share_a_case_and_one_answers(works: Works) -> None:
    case = works.file(category=["delivery_logistics", "billing_price", "service_attitude"])
    view = works.steps.view(case.case_no)
    assert view.case.department == "logistics"
    assert view.handling.shared_with == ("finance", "customer_service")
    works.do(case, Step.SHARED, to=("quality", "logistics"))
    view = works.steps.view(case.case_no)
    assert view.case.department == "logistics"
    assert view.handling.shared_with == ("finance", "customer_service", "quality")
    with pytest.raises(StepInvalid, match="no department"):
        works.do(case, Step.SHARED, to=("the moon",))


@pytest.mark.rows("R131")
@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("我是你们的老客户了，这次太失望", ("loyal",)),
        ("I have been a customer for ten years and this is a shame", ("loyal",)),
        ("家里有八十多岁的老人，电梯停了三天", ("vulnerable",)),
        ("My elderly mother lives alone and the heating is off", ("vulnerable",)),
        ("快递晚了", ()),
    ],
)
def test_loyal_and_vulnerable_customers_come_first(
    works: Works, text: str, groups: tuple[str, ...]
) -> None:
    case = works.file(text)
    assert works.steps.view(case.case_no).handling.customer_groups == groups
    assert case.priority == ("high" if groups else "normal")


@pytest.mark.rows("R132")
def test_who_comes_first_and_why_is_open_to_everybody_at_work(works: Works) -> None:
    found = decision(works, works.file("我是你们的金卡会员，等了两个小时"))
    assert found["priority"] == {"value": "high", "rule": "customers.raise_to.loyal"}
    plain = decision(works, works.file("等了两个小时"))
    assert plain["priority"] == {"value": "normal", "rule": "priorities.default"}


def test_being_loyal_never_lowers_what_is_urgent(works: Works) -> None:
    assert works.file("我是老客户，充电宝起火了").priority == "urgent"


@pytest.mark.rows("R8", "R99", "R103")
@pytest.mark.parametrize(
    ("fields", "warnings"),
    [
        ({"threats": ["media"]}, ("media",)),
        ({"threats": ["regulator", "legal"]}, ("authorities", "legal")),
        ({"anger": 2.8}, ("fury",)),
        ({"text": "反映了三个月，一直没人处理"}, ("after_delay",)),
        ({"text": "I have been chasing for three weeks and still no answer"}, ("after_delay",)),
        ({"text": "插座漏电，孩子被电伤"}, ("people_harmed",)),
        ({"text": "颜色和图片不一样"}, ()),
    ],
)
def test_a_case_that_may_leave_the_house_is_warned_of_at_once(
    works: Works, fields: dict[str, Any], warnings: tuple[str, ...]
) -> None:
    case = works.file(**fields)
    assert works.steps.view(case.case_no).handling.warnings == warnings
    told = works.notices(case, key="staff_case_warning", recipient="service_manager")
    assert len(told) == bool(warnings)
    assert all(n.urgent and n.next_at == works.clock.now() for n in told)


@pytest.mark.rows("R186", "R190", "R176")
@pytest.mark.parametrize(
    ("text", "grade", "copied"),
    [
        ("开不了机", "major", True),
        ("要你们赔误工费", "claim", True),
        ("颜色不对", "general", False),
    ],
)
def test_department_and_general_manager_hear_of_it_in_the_moment_of_filing(
    works: Works, text: str, grade: str, copied: bool
) -> None:
    case = works.file(text, category=["product_quality"])
    assert case.grade == grade
    (told,) = works.notices(case, key="staff_case_filed")
    assert (told.recipient, told.next_at) == ("quality", works.clock.now())
    managers = works.notices(case, key="staff_case_copied", recipient="general_manager")
    assert len(managers) == copied


@pytest.mark.rows("R188", "R73")
def test_internal_grades_reach_no_customer(works: Works) -> None:
    """C10."""
    folder = ROOT / "data" / "notify"
    texts = NoticeTexts.load(folder, works.tz)
    labels = yaml.safe_load((folder / "staff.yml").read_text(encoding="utf-8"))["labels"]
    for text, grade in (
        ("东西没什么问题，就是想便宜点", "unjustified"),
        ("这不是你们家的产品", "out_of_scope"),
    ):
        case = works.file(text)
        assert case.grade == grade
        works.do(case, Step.ADMITTED)
        told = works.notices(case, recipient="customer")
        assert told
        # Any case may get any variant of a wording, in either language.
        letters = [
            texts.letter(replace(notice, locale=locale, dedupe_key=str(number)))
            for notice in told
            for locale in ("zh", "en")
            for number in range(20)
        ]
        words = [grade, *labels[f"grade_{grade}"].values()]
        for letter in letters:
            read = f"{letter.subject}\n{letter.text}".lower()
            assert [word for word in words if word in read] == []


@pytest.mark.rows("R16", "R18", "R73", "R2", "R67")
def test_origin_nature_and_validity_are_judged_by_a_person_with_a_reason(works: Works) -> None:
    case = works.file(category=["service_attitude"])
    handling = works.steps.view(case.case_no).handling
    assert (handling.nature, handling.origin, handling.valid) == ("attitude", None, True)
    with pytest.raises(StepInvalid, match="reason"):
        works.do(case, Step.JUDGED, valid=False)
    works.do(case, Step.JUDGED, origin="management", nature="process")
    works.do(case, Step.JUDGED, valid=False, reason="重复登记")
    handling = works.steps.view(case.case_no).handling
    assert (handling.nature, handling.origin, handling.valid) == ("process", "management", False)
    assert [event.author for event in works.events(case, "judged")] == ["li", "li"]


@pytest.mark.rows("R115", "R2", "R178")
def test_a_case_goes_from_receipt_to_answer_stage_by_stage(works: Works) -> None:
    case = works.file("开不了机", category=["product_quality"], demand=["replacement"])
    found = decision(works, case)
    assert (case.status, case.category, case.demand) == (
        "received",
        ("product_quality",),
        ("replacement",),
    )
    assert [found[name]["value"] for name in ("department", "grade", "priority")] == [
        "quality",
        "major",
        "urgent",
    ]
    works.do(case, Step.ADMITTED)
    stages = [
        works.do(case, step, **details).case.status
        for step, details in (
            (Step.INVESTIGATING, {}),
            (Step.TRANSMITTED, {}),
            (Step.DEPARTMENT_REPLIED, {"text": "主板虚焊"}),
            (Step.JUDGED, {"origin": "management", "nature": "capability"}),
            (Step.CUSTOMER_ANSWERED, {"text": "您好，处理意见见书面答复。"}),
            (Step.IMPLEMENTED, {}),
            (Step.REVISITED, {}),
        )
    ]
    assert stages == [
        "investigating",
        "transmitted",
        "transmitted",
        "transmitted",
        "replied",
        "implementing",
        "revisiting",
    ]
    handling = works.steps.view(case.case_no).handling
    assert (handling.origin, handling.nature) == ("management", "capability")


@pytest.mark.rows("R156")
def test_a_case_is_handed_to_a_department_which_becomes_responsible_and_is_told(
    works: Works,
) -> None:
    case = works.file(category=["service_attitude"])
    assert works.do(case, Step.TRANSMITTED).case.department == "customer_service"
    works.clock.advance(minutes=1)
    assert works.do(case, Step.TRANSMITTED, to=("quality",)).case.department == "quality"
    told = works.notices(case, key="staff_case_transmitted")
    assert [notice.recipient for notice in told] == ["customer_service", "quality"]
    assert told[1].facts["department"] == "quality"
    with pytest.raises(StepInvalid, match="no department"):
        works.do(case, Step.TRANSMITTED, to=("the moon",))


@pytest.mark.rows("R1", "R5")
def test_the_customers_side_is_settled_before_anybody_asks_whose_fault_it_was(
    works: Works,
) -> None:
    case = works.file(category=["delivery_logistics", "billing_price"])
    # The first thing that is due is a word to the customer; nobody was judged yet.
    assert min(case.clocks, key=lambda clock: clock.due_at).name == "first_reply"
    assert works.steps.view(case.case_no).handling.origin is None
    texts = NoticeTexts.load(ROOT / "data" / "notify", works.tz)
    (shared,) = works.notices(case, key="staff_case_shared")
    read = texts.letter(shared).text
    assert "请先共同解决客户的问题，内部责任随后再分" in read
    assert "Settle the customer's side together first, who was at fault later" in read
    works.do(case, Step.AGENT_REPLIED, text="您好，我在跟进您的事。")
    works.do(case, Step.JUDGED, origin="management")


@pytest.mark.rows("R62")
def test_what_the_customer_expects_and_how_it_is_to_be_met_stand_on_the_case(works: Works) -> None:
    case = works.file("开不了机", demand=["replacement", "explanation"], amount=2800.0)
    works.do(case, Step.DEPARTMENT_REPLIED, text="主板虚焊，建议换货并说明原因")
    view = works.steps.view(case.case_no)
    assert (view.case.demand, view.case.amount) == (("replacement", "explanation"), 2800.0)
    (reply,) = works.events(case, "department_replied")
    assert reply.data["text"] == "主板虚焊，建议换货并说明原因"


@pytest.mark.rows("R159", "R199")
def test_a_result_that_is_refused_goes_back_and_up_as_often_as_it_is(works: Works) -> None:
    case = works.file()
    works.do(case, Step.DEPARTMENT_REPLIED, text="意见")
    works.do(case, Step.CUSTOMER_ANSWERED, text="答复")
    for _ in range(2):
        works.do(case, Step.CUSTOMER_REFUSED, reason="不接受维修，要求换新")
        works.clock.advance(minutes=1)
    view = works.steps.view(case.case_no)
    assert view.case.status == "returned"
    assert [e.data["times"] for e in view.events if e.kind == "customer_refused"] == [1, 2]
    told = works.notices(case, key="staff_result_refused", recipient="general_manager")
    assert [notice.facts["times"] for notice in told] == [1, 2]
    replies = [clock for clock in view.case.clocks if clock.name == "department_reply"]
    assert [clock.met_at is None for clock in replies] == [False, True]
    assert "不认可" in replies[1].explanation["zh"]
    with pytest.raises(StepInvalid, match="reason"):
        works.do(case, Step.CUSTOMER_REFUSED)


@pytest.mark.rows("R186")
def test_an_order_from_above_makes_a_case_major_and_tells_the_manager_once(works: Works) -> None:
    case = works.file()
    works.do(case, Step.GRADED, grade="major", reason="区里转来", author="gm")
    works.do(case, Step.GRADED, grade="major", reason="再次交办", author="gm")
    view = works.steps.view(case.case_no)
    assert view.case.grade == "major" and "ordered_by_gm" in view.case.grade_reasons
    assert len(works.notices(case, key="staff_case_copied")) == 1
    names = [clock.name for clock in view.case.clocks]
    assert names.count("major_completion") == 1


@pytest.mark.rows("R55", "R69", "R179", "R148")
def test_the_customer_hears_of_every_step(works: Works) -> None:
    case = works.file()
    for step in (Step.ADMITTED, Step.INVESTIGATING, Step.TRANSMITTED, Step.IMPLEMENTED):
        works.do(case, step)
    told = [notice.key for notice in works.notices(case, recipient="customer")]
    assert told == [
        "update_admitted",
        "update_investigating",
        "update_transmitted",
        "update_implemented",
    ]
    assert works.case(case).status == "implementing"


@pytest.mark.rows("R98")
def test_the_first_letter_and_the_acceptance_tell_who_answers_by_when(works: Works) -> None:
    texts = NoticeTexts.load(ROOT / "data" / "notify", works.tz)
    case = works.enter(contact_email="ann@example.com", language="en", locale="en")
    (filed,) = works.notices(case, key="update_filed")
    read = texts.letter(filed).text
    assert "By 23 November, 13:00: a colleague replies to you" in read
    assert "By 30 November, 12:00 at the latest: the colleague responsible answers" in read
    works.do(case, Step.ADMITTED)
    (admitted,) = works.notices(case, key="update_admitted")
    assert "By 30 November, 12:00 at the latest" in texts.letter(admitted).text


def test_a_time_that_stands_still_is_not_named(works: Works) -> None:
    texts = NoticeTexts.load(ROOT / "data" / "notify", works.tz)
    case = works.file()
    works.do(case, Step.PAUSED, reason="等客户寄回样品")
    works.do(case, Step.ADMITTED)
    (admitted,) = works.notices(case, key="update_admitted")
    assert "最迟" not in texts.letter(admitted).text


def test_a_customer_without_a_conversation_is_written_to_or_must_be_called(works: Works) -> None:
    by_mail = works.enter(contact_email="ann@example.com")
    works.do(by_mail, Step.AGENT_REPLIED, text="您好")
    addresses = {n.address for n in works.notices(by_mail, recipient="customer")}
    assert addresses == {"email:ann@example.com"}
    nowhere = works.enter()
    with pytest.raises(CustomerNotReachable):
        works.do(nowhere, Step.AGENT_REPLIED, text="您好")
    assert works.events(nowhere, "agent_replied") == []
    works.do(nowhere, Step.CALLED_BACK)


@pytest.mark.rows("R66", "R151", "R168", "R202")
@pytest.mark.parametrize(
    "step",
    [Step.AGENT_REPLIED, Step.SOLUTION_SENT, Step.CUSTOMER_ANSWERED, Step.UPDATE_SENT],
)
def test_words_that_promise_leave_no_trace_until_they_are_approved(
    works: Works, step: Step
) -> None:
    case = works.file(language="zh")
    before = works.case(case)
    with pytest.raises(WordsStopped) as stopped:
        works.do(case, step, text="我们会退您200元。")
    assert stopped.value.case_no == case.case_no
    assert stopped.value.verdict.kinds == (Kind.COMMITMENT,)
    assert works.case(case) == before
    assert [event.kind for event in works.events(case)] == ["filed"]
    assert works.notices(case, key="said") == []
    works.gate.approve(
        NewApproval(
            case_no=case.case_no,
            document="处理单 12",
            author="gm",
            author_role="manager",
            wording="我们会退您200元。",
        )
    )
    works.do(case, step, text="我们会退您200元。")
    (said,) = works.notices(case, key="said")
    assert said.facts["text"] == "我们会退您200元。"


@pytest.mark.rows("R206")
@pytest.mark.parametrize(
    ("text", "grade"), [("客服态度很差", "major"), ("要你们赔误工费", "claim")]
)
def test_who_does_not_agree_to_wait_gets_a_new_complaint_that_goes_to_the_manager(
    works: Works, text: str, grade: str
) -> None:
    case = works.file(text, contact_phone="13800138000")
    with pytest.raises(StepInvalid, match="announce a wait"):
        works.do(case, Step.WAIT_REFUSED, reason="不等了")
    until = works.clock.now() + timedelta(days=2)
    works.do(case, Step.WAIT_ANNOUNCED, until=until, reason="等检测")
    with pytest.raises(StepInvalid, match="what the customer answered"):
        works.do(case, Step.WAIT_REFUSED)
    works.clock.advance(minutes=10)
    works.do(case, Step.WAIT_REFUSED, reason="不接受再等")
    (refused,) = works.events(case, "wait_refused")
    view = works.steps.view(refused.data["case"])
    new = view.case
    assert (new.grade, new.links.parent, new.status) == (grade, case.case_no, "received")
    assert (new.contact_phone, new.created_at) == ("13800138000", works.clock.now())
    assert new.complaint_text == f"{text}\n不接受再等"
    managers = works.notices(new, key="staff_case_copied", recipient="general_manager")
    assert [notice.urgent for notice in managers] == [True]
    (told,) = works.notices(new, recipient="customer")
    assert told.key == "update_renewed"
    assert new.case_no in NoticeTexts.load(ROOT / "data" / "notify", works.tz).letter(told).text
    assert [(event.kind, event.data.get("reason")) for event in view.events] == [
        ("filed", None),
        ("graded", "不接受再等"),
    ]
    with pytest.raises(StepInvalid, match="announce a wait"):
        works.do(case, Step.WAIT_REFUSED, reason="还是不接受")
    assert works.case(case).grade == case.grade


@pytest.mark.rows("R208")
def test_a_matter_of_punishment_is_told_to_the_administration_once(works: Works) -> None:
    asked = works.file(demand=["punish_staff"])
    works.do(asked, Step.JUDGED, nature="attitude")
    judged, plain = works.file(), works.file()
    works.do(judged, Step.JUDGED, nature="attitude")
    works.do(plain, Step.JUDGED, nature="process")
    for case, count in ((asked, 1), (judged, 1), (plain, 0)):
        told = works.notices(case, key="staff_punishment")
        assert [notice.recipient for notice in told] == ["administration"] * count
        assert works.notices(case, recipient="customer") == []


@pytest.mark.rows("R74")
@pytest.mark.parametrize(
    ("fields", "purpose"),
    [
        ({}, "dissatisfaction"),
        ({"tone": "expressive", "anger": 2.0}, "dissatisfaction"),
        ({"demand": ["refund"]}, "demand"),
        ({"threats": ["regulator"]}, "demand"),
    ],
)
def test_a_complaint_voices_dissatisfaction_or_demands_something(
    works: Works, fields: dict[str, Any], purpose: str
) -> None:
    case = works.file(**fields)
    assert decision(works, case)["purpose"] == purpose
    assert work_as_json(works.steps.view(case.case_no), works.policy)["purpose"] == purpose


@pytest.mark.rows("R188")
def test_who_insists_on_a_pretext_is_taken_to_a_superior(works: Works) -> None:
    informer = Informer(works.policy.work, works.tz)
    cases = CaseService(works.storage, works.clock, works.policy.status_lookup, informer)
    pretext, plain = works.file("东西没什么问题，就是想便宜点"), works.file("颜色不对")
    for case in (pretext, plain):
        cases.supplement(case.case_no, "customer", "我还是要求打折")
        assert len(works.notices(case, key="staff_customer_added")) == 1
    assert [n.recipient for n in works.notices(key="staff_customer_insists")] == ["service_manager"]
    assert works.notices(key="staff_customer_insists")[0].case_no == pretext.case_no


def test_a_step_that_is_not_valid_changes_nothing(works: Works) -> None:
    case = works.file()
    for step in (Step.AGENT_REPLIED, Step.ASSIGNED, Step.NOTED, Step.JUDGED, Step.RESUMED):
        with pytest.raises(StepInvalid):
            works.do(case, step)
    with pytest.raises(StepInvalid, match="author"):
        works.do(case, Step.ADMITTED, author=" ")
    with pytest.raises(CaseNotFound):
        works.steps.do("JY20261123-NONE", Step.ADMITTED, "li")
    assert [event.kind for event in works.events(case)] == ["filed"]


def test_a_case_remembers_the_policy_under_which_it_was_filed(works: Works) -> None:
    case = works.file("开不了机")
    found = decision(works, case)
    assert found["policy_version"] == case.policy_version == works.policy.version
    assert found["grade"] == {
        "value": "major",
        "rule": "grades.rules[2]",
        "reasons": ["dead_on_arrival"],
    }
    assert "clocks.major_callback" in found["clocks"]
