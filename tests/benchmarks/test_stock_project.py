import re

import pytest
import yaml

from benchmarks.stock_project import Files, digest, project_files, write
from bot.base.content import Content


@pytest.fixture(scope="module")
def files(content: Content) -> Files:
    return project_files(content)


def test_it_has_every_topic_of_ours_with_its_answer(files: Files, content: Content) -> None:
    answered = {name for name in yaml.safe_load(files["domain/content.yml"])["responses"] if "/" in name}
    assert answered == {f"utter_faq/{topic}" for topic in content.topics}


def test_every_intent_gets_a_reply(files: Files) -> None:
    domain = yaml.safe_load(files["domain/content.yml"])
    rules = [yaml.safe_load(files[name])["rules"] for name in ("data/small_talk.yml", "data/rules.yml")]
    replied = {steps[0]["intent"] for document in rules for steps in (rule["steps"] for rule in document)}
    assert replied == {*domain["intents"], "nlu_fallback"}


def test_every_plain_reply_of_rules_and_stories_exists(files: Files) -> None:
    texts = "".join(files[f"data/{name}.yml"] for name in ("small_talk", "rules", "stories"))
    used = set(re.findall(r"action: (utter_\w+)", texts)) - {"utter_faq"}
    assert used <= set(yaml.safe_load(files["domain/content.yml"])["responses"])


def test_it_is_in_english_with_the_facts_filled_in(files: Files) -> None:
    responses = yaml.safe_load(files["domain/content.yml"])["responses"]
    texts = [variation["text"] for variations in responses.values() for variation in variations]
    assert all(text and "{" not in text for text in texts)
    # A button may offer another language by that language's own name.
    assert not [name for name, text in files.items() if "/nlu/" in name and re.search("[가-힣]", text)]
    assert not [text for text in texts if re.search("[가-힣]", text)]


def test_the_number_of_epochs_is_set_everywhere(content: Content) -> None:
    assert set(re.findall(r"epochs: (\d+)", project_files(content, 3)["config.yml"])) == {"3"}


def test_the_digest_changes_with_any_file(files: Files, content: Content) -> None:
    assert digest(files) == digest(project_files(content))
    assert digest(files) != digest({**files, "config.yml": files["config.yml"] + "\n"})


def test_write_gives_a_project_on_disk(files: Files, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("project")
    write(files, folder)
    assert (folder / "data" / "nlu" / "orders.yml").read_text(encoding="utf-8") == files["data/nlu/orders.yml"]
    assert (folder / "actions.py").exists()
