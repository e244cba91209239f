"""What is given out holds pixels and sound, and no position; what is not what it says is refused."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from struct import unpack_from

import pytest
from PIL import Image

from incidents.media.content import clean
from incidents.media.rules.limits import limits
from incidents.media.rules.media import Cleaned
from incidents.media.rules.refusals import Refusal, Refused
from tests.support import media

RECORDINGS = {
    "audio/mp4": media.m4a(),
    "audio/mpeg": media.mp3(),
    "audio/wav": media.wav(),
    "audio/ogg": media.ogg(),
    "audio/amr": media.amr(),
}
WHERE = (b"36.5020", b"113.3870", b"GPS", b"location", b"LOCATION")


def cleaned(content: bytes, content_type: str) -> Cleaned:
    return clean(content, content_type, limits())


def refusal(content: bytes, content_type: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        cleaned(content, content_type)
    return refused.value.reason


def test_a_photo_comes_out_without_its_position() -> None:
    sent = media.jpeg()
    before = Image.open(BytesIO(sent))
    assert before.getexif().get_ifd(0x8825)
    assert b"GPSLatitude" in sent
    assert before.info["comment"]

    made = cleaned(sent, "image/jpeg")

    after = Image.open(BytesIO(made.content))
    assert not after.getexif()
    assert not set(after.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(sign in made.content for sign in (*WHERE, b"Exif", b"xmp", b"Demo Phone"))
    assert (made.width, made.height) == (64, 32)


def test_a_screenshot_comes_out_without_its_position() -> None:
    sent = media.png()
    assert all(chunk in sent for chunk in (b"eXIf", b"tEXt", b"iTXt", b"zTXt"))

    made = cleaned(sent, "image/png")

    chunks = png_chunks(made.content)
    assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}
    assert not any(sign in made.content for sign in WHERE)


def png_chunks(content: bytes) -> list[bytes]:
    at, kinds = 8, []
    while at < len(content):
        size, kind = unpack_from(">I4s", content, at)
        kinds.append(kind)
        at += 12 + size
    return kinds


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (64, 32), (4, 16)),
        (2, (64, 32), (60, 16)),
        (3, (64, 32), (60, 16)),
        (4, (64, 32), (4, 16)),
        (5, (32, 64), (16, 4)),
        (6, (32, 64), (16, 4)),
        (7, (32, 64), (16, 60)),
        (8, (32, 64), (16, 60)),
        (77, (64, 32), (4, 16)),
    ],
)
def test_a_photo_stands_upright_once_its_orientation_is_gone(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    made = cleaned(media.jpeg(orientation), "image/jpeg")

    shown = Image.open(BytesIO(made.content))
    assert shown.size == size
    red, _, blue = shown.convert("RGB").getpixel(red_at)  # type: ignore[misc]
    assert red > blue


def test_a_see_through_picture_stays_see_through() -> None:
    made = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 40)).save(made, "PNG")

    shown = Image.open(BytesIO(cleaned(made.getvalue(), "image/png").content))

    assert shown.getpixel((3, 3)) == (255, 0, 0, 40)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_photos_in_other_colours_are_taken(mode: str) -> None:
    made = BytesIO()
    media.picture().convert(mode).save(made, "JPEG")

    assert cleaned(made.getvalue(), "image/jpeg").width == 64


def test_what_a_phone_appends_to_a_photo_is_left_behind() -> None:
    sent = media.jpeg() + media.box(b"ftyp", b"mp42") + media.PLACE.encode()

    made = cleaned(sent, "image/jpeg")

    assert made.content.endswith(b"\xff\xd9")
    assert media.PLACE.encode() not in made.content


def test_of_several_pictures_in_one_file_the_first_is_the_photo() -> None:
    made, further = BytesIO(), Image.new("RGB", (640, 480), (1, 2, 3))
    media.picture().save(made, "MPO", save_all=True, append_images=[further])

    shown = Image.open(BytesIO(cleaned(made.getvalue(), "image/jpeg").content))

    assert (shown.format, shown.size) == ("JPEG", (64, 32))


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (media.png(), "image/jpeg"),
        (media.jpeg(), "image/png"),
        (b"GIF89a" + bytes(100), "image/jpeg"),
        (b"", "image/jpeg"),
        (media.wav(), "audio/mpeg"),
        (media.jpeg(), "audio/mp4"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), "audio/wav"),
    ],
)
def test_a_file_of_another_type_is_refused(content: bytes, content_type: str) -> None:
    assert refusal(content, content_type) is Refusal.WRONG_TYPE


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("a.js", "alert(1)")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        media.jpeg() + archive(),
        media.jpeg()[:20] + b"%PDF-1.7" + media.jpeg()[20:],
        media.jpeg() + b"<script>alert(1)</script>",
        media.jpeg() + b"<?php system($_GET[0]); ?>",
    ],
    ids=["archive", "document", "script", "program"],
)
def test_a_photo_that_is_something_else_as_well_is_refused(content: bytes) -> None:
    assert refusal(content, "image/jpeg") is Refusal.SOMETHING_ELSE_INSIDE


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize(
    ("content", "content_type"),
    [(media.jpeg(width=640, height=480), "image/jpeg"), (media.png(), "image/png")],
    ids=["jpeg", "png"],
)
def test_a_photo_that_was_cut_off_is_refused(
    content: bytes, content_type: str, share: float
) -> None:
    assert refusal(content[: int(len(content) * share)], content_type) is Refusal.DAMAGED


def test_a_picture_with_a_damaged_chunk_is_refused() -> None:
    content = bytearray(media.png())
    content[content.index(b"IDAT") + 8] ^= 0xFF

    assert refusal(bytes(content), "image/png") is Refusal.DAMAGED


@pytest.mark.parametrize(("width", "height"), [(8192, 6145), (30_000, 30_000), (60_000, 60_000)])
def test_a_picture_that_would_burst_the_memory_is_refused_before_it_is_decoded(
    width: int, height: int
) -> None:
    assert refusal(media.png_of(width, height), "image/png") is Refusal.TOO_MANY_PIXELS


def test_the_largest_photo_that_phones_take_is_decoded() -> None:
    made = BytesIO()
    Image.new("L", (8192, 6144)).save(made, "JPEG")

    photo = cleaned(made.getvalue(), "image/jpeg")

    assert (photo.width, photo.height) == (8192, 6144)


def test_a_jpeg_with_hundreds_of_scans_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = media.jpeg_of_scans(300)
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was opened"))

    assert refusal(content, "image/jpeg") is Refusal.UNSUPPORTED


def test_a_photo_in_a_few_scans_is_taken() -> None:
    made = BytesIO()
    media.picture(640, 480).save(made, "JPEG", progressive=True, exif=media.exif())

    assert cleaned(made.getvalue(), "image/jpeg").width == 640


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    import zlib

    text = media.png_chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80_000_000)))
    content = media.png()

    assert refusal(content[:33] + text + content[33:], "image/png") is Refusal.DAMAGED


@pytest.mark.parametrize("content_type", RECORDINGS)
def test_a_recording_comes_out_without_its_position_and_can_still_be_heard(
    content_type: str,
) -> None:
    made = cleaned(RECORDINGS[content_type], content_type)

    assert not any(sign in made.content for sign in WHERE)
    assert made.seconds == pytest.approx(2.0 if content_type == "audio/mp4" else 1.0, abs=0.1)


def test_the_sound_of_a_recording_stays_as_it_was() -> None:
    sent = {kind: cleaned(content, kind).content for kind, content in RECORDINGS.items()}

    assert sent["audio/mpeg"] == (b"\xff\xfb\x90\x00" + bytes(413)) * 40
    assert sent["audio/amr"] == RECORDINGS["audio/amr"]
    # Blanked where it stands, so that the offsets into the sound still lead there.
    assert len(sent["audio/mp4"]) == len(RECORDINGS["audio/mp4"])
    assert sent["audio/mp4"].endswith(media.box(b"mdat", b"\x21\x10\x05" * 50))
    assert len(sent["audio/ogg"]) == len(RECORDINGS["audio/ogg"])


@pytest.mark.parametrize("comment_bytes", [0, 70_000])
def test_the_pages_of_emptied_comments_keep_right_checksums(comment_bytes: int) -> None:
    made = cleaned(media.ogg(comment_bytes=comment_bytes), "audio/ogg").content

    at, pages = 0, 0
    while at < len(made):
        lacing = made[at + 27 : at + 27 + made[at + 26]]
        end = at + 27 + len(lacing) + sum(lacing)
        (said,) = unpack_from("<I", made, at + 22)
        assert media.ogg_checksum(made[at : at + 22] + bytes(4) + made[at + 26 : end]) == said
        at, pages = end, pages + 1
    assert pages == (4 if comment_bytes else 3)


@pytest.mark.parametrize("content_type", ["audio/mp4", "audio/wav", "audio/ogg"])
def test_a_recording_that_was_cut_off_is_refused(content_type: str) -> None:
    content = RECORDINGS[content_type]

    assert refusal(content[: len(content) * 2 // 3], content_type) is Refusal.DAMAGED


def test_an_mp3_whose_recorder_was_stopped_ends_with_its_last_whole_frame() -> None:
    made = cleaned(media.mp3()[: -128 - 50 - 100], "audio/mpeg")

    assert len(made.content) == 39 * 417


def test_an_amr_whose_recorder_was_stopped_ends_with_its_last_whole_frame() -> None:
    made = cleaned(media.amr()[:-5], "audio/amr")

    assert (len(made.content), made.seconds) == (6 + 49 * 32, 1.0)


@pytest.mark.parametrize("lost", [0, 1, 60, 100, 101, 127])
def test_an_ogg_whose_recorder_was_stopped_ends_with_its_last_whole_page(lost: int) -> None:
    content = media.ogg(3, stopped=True)

    made = cleaned(content[: len(content) - lost], "audio/ogg")

    whole = 3 if not lost else 2
    assert made.seconds == pytest.approx(whole, abs=0.1)
    assert len(made.content) == len(content) - (3 - whole) * 128
    last = made.content[-128:]
    (said,) = unpack_from("<I", last, 22)
    assert last[5] == 4
    assert media.ogg_checksum(last[:22] + bytes(4) + last[26:]) == said
    assert not any(sign in made.content for sign in WHERE)


def test_an_ogg_that_was_cut_before_any_sound_or_is_no_ogg_at_its_end_is_refused() -> None:
    content = media.ogg(1, stopped=True)

    assert refusal(content[:-1], "audio/ogg") is Refusal.DAMAGED
    assert refusal(content + b"and more", "audio/ogg") is Refusal.DAMAGED
    assert refusal(content[:40], "audio/ogg") is Refusal.DAMAGED


@pytest.mark.parametrize("in_moov", [0, 1])
def test_a_recording_in_fragments_is_taken_whole(in_moov: int) -> None:
    sent = media.fragmented_m4a(3, in_moov=in_moov)

    made = cleaned(sent, "audio/mp4")

    assert made.seconds == 3.0
    assert not any(sign in made.content for sign in WHERE)
    assert made.content.count(b"moof") == 3 - in_moov
    assert made.content.count(b"\x21\x10\x05") == 150


def test_fragments_without_their_sound_are_refused() -> None:
    sent = media.fragmented_m4a(3)

    assert refusal(sent[: -len(media.box(b"mdat", bytes(150)))], "audio/mp4") is Refusal.DAMAGED


def test_fragments_of_another_track_are_refused() -> None:
    assert refusal(media.fragmented_m4a(3, track=2), "audio/mp4") is Refusal.UNSUPPORTED


def test_fragments_may_last_five_minutes_and_no_longer() -> None:
    assert refusal(media.fragmented_m4a(301), "audio/mp4") is Refusal.TOO_LONG


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0xFFFFFFFF])
@pytest.mark.parametrize("cut", [0, 1])
def test_a_wav_from_a_pipe_is_taken_whole(size: int, cut: int) -> None:
    sent = media.piped_wav(size) + bytes(cut)

    made = cleaned(sent, "audio/wav")

    assert made.seconds == 2.0
    assert unpack_from("<I", made.content, 40) == (32_000,)


def test_bytes_between_the_frames_of_an_mp3_are_refused() -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)

    content = frame * 10 + media.PLACE.encode() + frame * 10

    assert refusal(content, "audio/mpeg") is Refusal.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        media.m4a(handler=b"vide"),
        media.m4a(extra_track=media.box(b"trak", media.box(b"tkhd", bytes(84)))),
    ],
    ids=["film", "second track"],
)
def test_a_film_is_no_recording(content: bytes) -> None:
    assert refusal(content, "audio/mp4") is Refusal.UNSUPPORTED


def test_a_second_stream_in_an_ogg_is_refused() -> None:
    assert refusal(media.ogg() + media.ogg(), "audio/ogg") is Refusal.UNSUPPORTED


def test_a_recording_may_last_five_minutes_and_no_longer() -> None:
    assert cleaned(media.amr(frames=15_000), "audio/amr").seconds == 300

    assert refusal(media.amr(frames=15_001), "audio/amr") is Refusal.TOO_LONG


def test_the_checker_carries_no_request_models() -> None:
    code = "import incidents.handler, incidents.media.work, sys; print('pydantic' in sys.modules)"
    functions = Path(__file__).parents[2] / "functions"

    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=functions, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"


def written(image: Image.Image, kind: str, **how: object) -> bytes:
    made = BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


@pytest.mark.parametrize("quality", [30, 60, 88, 98])
def test_a_photo_does_not_become_larger_than_it_was_sent(quality: int) -> None:
    sent = written(media.detailed(800, 600), "JPEG", quality=quality)

    assert len(cleaned(sent, "image/jpeg").content) <= len(sent)


def test_a_drawing_with_a_palette_does_not_become_larger_either() -> None:
    sent = written(media.detailed(400, 300).quantize(32), "PNG", optimize=True)

    kept = cleaned(sent, "image/png")

    assert len(kept.content) <= len(sent)
    assert Image.open(BytesIO(kept.content)).size == (400, 300)


@pytest.mark.parametrize(("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_photo_has_a_small_picture_for_lists(kind: str, content_type: str) -> None:
    sent = written(media.detailed(1600, 1200), kind)

    small = cleaned(sent, content_type).thumbnail

    assert small is not None
    assert len(small) <= limits().thumbnail_bytes
    shown = Image.open(BytesIO(small))
    assert (shown.format, shown.size) == ("JPEG", (320, 240))


def test_the_small_picture_of_a_see_through_one_stands_on_white() -> None:
    image = media.detailed(900, 900).convert("RGBA")
    image.putalpha(0)

    small = cleaned(written(image, "PNG"), "image/png").thumbnail

    assert small is not None
    assert Image.open(BytesIO(small)).getpixel((100, 100)) == (255, 255, 255)


def test_a_photo_as_small_as_its_small_picture_has_none() -> None:
    assert cleaned(written(media.detailed(64, 64), "JPEG"), "image/jpeg").thumbnail is None
