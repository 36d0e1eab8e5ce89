"""A small model, trained on enough to be worth asking."""

import pytest

from bot.nlu.classifier.model import TextModel
from bot.nlu.classifier.training import fit

LABELLED = {
    "faq/delivery_cost": [
        "what does shipping cost",
        "price of delivery",
        "is delivery free",
        "배송비 얼마예요",
        "배송비 무료인가요",
    ],
    "faq/store_hours": [
        "when do you open",
        "opening hours",
        "are you open on sunday",
        "몇 시에 열어요",
        "영업시간 알려주세요",
    ],
    "track_order": ["where is my order", "track my parcel", "has my order left", "주문한 거 어디예요", "배송 조회"],
    "out_of_scope": ["what's the weather", "tell me a joke", "who won the match", "오늘 날씨", "농담해줘"],
}
TEXTS = [text for texts in LABELLED.values() for text in texts]
LABELS = [label for label, texts in LABELLED.items() for _ in texts]


@pytest.fixture(scope="session")
def model() -> TextModel:
    return fit(TEXTS, LABELS)
