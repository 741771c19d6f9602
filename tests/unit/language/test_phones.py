"""Phone numbers as people write and say them, and the figures that are none."""

from __future__ import annotations

import pytest

from bot.language.phones import find_phones

GIVEN = [
    ("我叫李雷,电话13812345678,订单号是202611120034567", "13812345678"),
    ("手机 138 1234 5678", "13812345678"),
    ("手机:138-1234-5678", "13812345678"),
    ("电话138.1234.5678哈", "13812345678"),
    ("手机号１３８１２３４５６７８", "13812345678"),
    ("联系方式是 1 3 8 1 2 3 4 5 6 7 8", "13812345678"),
    ("一三八 零零一三 八零零零", "13800138000"),
    ("我电话幺三八零零幺三八零零零", "13800138000"),
    ("电话是一三九，八八八八，六六六六", "13988886666"),
    ("138四个8二二二二", "13888882222"),
    ("手机137三个6零零一二四", "13766600124"),
    ("打我电话壹叁捌零零壹叁捌零零零", "13800138000"),
    ("+86-138-1234-5678", "8613812345678"),
    ("0086 13812345678", "8613812345678"),
    ("8613812345678", "8613812345678"),
    ("+86 138 0013 8000", "8613800138000"),
    ("打13812345678找我", "13812345678"),
    ("(138)12345678", "13812345678"),
    ("1️⃣3️⃣800138000", "13800138000"),
    ("138\u200b0013\u200b8000", "13800138000"),
    ("座机010-62345678", "01062345678"),
    ("(021)5555 1234", "02155551234"),
    ("0571-88886666", "057188886666"),
    ("家里电话 62345678", "62345678"),
    ("HK電話9123 4567", "91234567"),
    ("我電話係 9123 4567", "91234567"),
    ("+852 9123 4567", "85291234567"),
    ("852-91234567 打畀我", "85291234567"),
    ("手機0912-345-678", "0912345678"),
    ("0912345678", "0912345678"),
    ("連絡電話 02-2345-6789", "0223456789"),
    ("+886 912 345 678", "886912345678"),
    ("my number is 07700 900123", "07700900123"),
    ("07700900123", "07700900123"),
    ("+44 7700 900123", "447700900123"),
    ("+44 (0)7700 900 123", "447700900123"),
    ("0044 7700900123", "447700900123"),
    ("ring me on 020 7946 0958 please", "02079460958"),
    ("call 0161 496 0000", "01614960000"),
    ("(415) 555-0132", "4155550132"),
    ("415.555.0132", "4155550132"),
    ("+1 (415) 555-0132", "14155550132"),
    ("1-415-555-0132", "14155550132"),
    ("my cell is 4155550132", "4155550132"),
    ("text me 555 0132", "5550132"),
    ("mobile: 0412 345 678", "0412345678"),
    ("my phone is 98765 43210", "9876543210"),
    ("+91 98765 43210", "919876543210"),
    ("+65 9123 4567", "6591234567"),
    ("+49 30 1234567", "49301234567"),
    ("oh seven seven double oh nine hundred one two three", "07700900123"),
    ("o seven seven zero zero nine zero zero one two three", "07700900123"),
    ("call me at four one five five five five oh one three two", "4155550132"),
    ("my number is one three eight, double zero, one three eight, triple zero", "13800138000"),
    ("plus four four seven seven double o nine double o one two three", "447700900123"),
    ("phone four fifteen five five five oh one thirty two", "4155550132"),
    ("my phone number 2025550143 thanks", "2025550143"),
    ("you can reach me on 07700 900 123 after 6pm", "07700900123"),
    ("微信同号13812345678", "13812345678"),
    ("下午打给我 13812345678 不要早上打", "13812345678"),
    ("13812345678是我电话", "13812345678"),
    ("whatsapp +34 612 345 678", "34612345678"),
    ("yeah its 07700 900126", "07700900126"),
    ("its my work one 07700 900126", "07700900126"),
    ("07700 900126 and somebody better actually ring", "07700900126"),
    ("打我手机好了，13306218847，女儿白天上班", "13306218847"),
]  # fmt: skip

NONE_GIVEN = [
    "订单号202611120034567",
    "order 114-3941689-8772232",
    "2026-11-23 10:30",
    "20261123",
    "¥13,800,138",
    "price 1299.00",
    "等了3个月 花了12800块",
    "版本 10.15.7",
    "192.168.100.200",
    "银行卡 6222 0212 3456 7890",
    "快递单号 SF1234567890123",
    "单号13812345678",
    "打了12315三次",
    "the flight CA1234 at 8:30",
    "my phone died after 2 days, order 88213344",
    "the phone cost 1299 and lasted 3 months",
    "serial number 4155550132",
    "tracking 9405511899223197428490",
    "三天打了五次电话",
    "one two three testing",
    "身份证110101199003071234",
]

OTHERS = [
    ("你们客服电话400-820-8820打不通", "4008208820"),
    ("快递员13900001111不接", "13900001111"),
    ("you called me from 07700900123", "07700900123"),
    ("I rang your helpline 0800 123 4567", "08001234567"),
    ("骗子的电话是13900001111", "13900001111"),
    ("拨打了0571-88886666没人接", "057188886666"),
    ("the driver's number is 07700900456", "07700900456"),
    ("his number is 07700900456", "07700900456"),
    ("I called its support line 07700900456", "07700900456"),
]


@pytest.mark.parametrize(("text", "digits"), GIVEN)
def test_a_phone_is_read_in_digits(text: str, digits: str) -> None:
    found = find_phones(text)
    assert [phone.value for phone in found] == [digits]
    assert found[0].owner == "customer"


@pytest.mark.parametrize("text", NONE_GIVEN)
def test_other_figures_are_no_phone(text: str) -> None:
    assert find_phones(text) == []


@pytest.mark.parametrize(("text", "digits"), OTHERS)
def test_a_number_of_the_company_or_a_stranger_is_known_as_such(text: str, digits: str) -> None:
    assert [(phone.value, phone.owner) for phone in find_phones(text)] == [(digits, "other")]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("ring my mum, her number is 07700 900126", "07700900126"),
        ("打我女儿的，她的13306218847", "13306218847"),
        ("its 415 555 0132", "4155550132"),
    ],
)
def test_the_phone_of_a_relative_will_do_where_one_was_asked_for(text: str, digits: str) -> None:
    assert [(p.value, p.owner) for p in find_phones(text, expected=True)] == [(digits, "customer")]


@pytest.mark.parametrize("text", ["1380013800", "138001380001", "12345", "一三八零零一三八零零"])
def test_a_wrong_length_is_kept_without_a_value_when_a_phone_was_asked_for(text: str) -> None:
    assert [phone.value for phone in find_phones(text, expected=True)] == [None]


def test_a_wrong_length_behind_the_word_phone_is_kept_without_a_value() -> None:
    assert [phone.value for phone in find_phones("电话1380013800")] == [None]


def test_an_extension_stays_out_of_the_digits() -> None:
    (phone,) = find_phones("0755-12345678转8001")
    assert (phone.value, phone.extension, phone.text) == (
        "075512345678",
        "8001",
        "0755-12345678转8001",
    )


def test_two_phones_side_by_side_are_two() -> None:
    assert [p.value for p in find_phones("13800138000 13900139000")] == [
        "13800138000",
        "13900139000",
    ]
    assert [p.value for p in find_phones("13800138000/13900139000")] == [
        "13800138000",
        "13900139000",
    ]


def test_offsets_point_into_the_customers_own_text() -> None:
    text = "  电话：１３８-1234\u200b-5678。"
    (phone,) = find_phones(text)
    assert text.strip()[phone.start : phone.end] == phone.text == "１３８-1234\u200b-5678"
