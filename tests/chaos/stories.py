"""What the customers and the agents of the kill suite say."""

from typing import Final

STORIES: Final = {
    "zh": (
        "我11月20日收到的电饭煲，外壳是裂的，订单号{order}，花了329元，请给我退款。",
        "我11月18日买的电水壶，用了两天就漏水，订单号{order}，花了129元，我要换一个新的。",
        "我的快递说是11月19日送到，到现在都没收到，订单号{order}，里面是一台打印机，请尽快送来。",
        "11月17日买的蓝牙耳机左边没有声音，订单号{order}，花了259元，麻烦帮我修一下。",
    ),
    "en": (
        "The rice cooker that I received on November 20 has a cracked housing. My order is "
        "{order}, I paid $49 and I would like a refund.",
        "The kettle that I bought on November 18 leaks after two days. My order is {order}, it "
        "cost $29 and I want a replacement.",
        "My printer was to be delivered on November 19 and it has still not come. The order is "
        "{order}. Please deliver it.",
        "The left side of the headphones that I bought on November 17 makes no sound. Order "
        "{order}, $59. Please repair them.",
    ),
}
ANSWERS: Final = {
    "zh": {
        "contact_name": "周敏",
        "contact": "13812345678",
        "order_number": "{order}",
        "demand": "退款",
        "product": "电饭煲",
        "complaint_text": "我收到的电饭煲外壳是裂的",
    },
    "en": {
        "contact_name": "Mary Field",
        "contact": "mary.field@example.com",
        "order_number": "{order}",
        "demand": "a refund",
        "product": "a rice cooker",
        "complaint_text": "The rice cooker that I received has a cracked housing",
    },
}
SKIP: Final = {"zh": "没有", "en": "none"}
YES: Final = {"zh": "对，就这样登记", "en": "Yes, please file it"}
HELLO: Final = {"zh": "你好", "en": "hello"}
CLOSED: Final = {"zh": "谢谢", "en": "thank you"}
FURTHER: Final = {
    "zh": ("我在看，请稍等。", "请稍等，我查一下。"),
    "en": ("I'm looking into it.", "One moment, I am checking."),
}
