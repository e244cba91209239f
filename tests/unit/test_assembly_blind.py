"""An office signs a ballot it never sees, and what comes out is a signature like any other."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from assembly.rules import blind
from tests.support import ballots


@pytest.fixture(scope="module")
def key():
    return blind.new_key()


def _public(key):
    return {"n": f"{key.n:x}", "e": blind.EXPONENT}


def _checked_elsewhere(key, message, signature):
    public = RSAPublicNumbers(blind.EXPONENT, key.n).public_key()
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)
    public.verify(signature.to_bytes(256), message, pss, hashes.SHA384())


def test_what_was_signed_hidden_is_a_signature_others_accept(key):
    envelope = ballots.hide(_public(key))

    ballot = envelope.unhide(f"{blind.sign(key, int(envelope.blinded, 16)):x}")

    signature = int(ballot["signature"], 16)
    _checked_elsewhere(key, bytes.fromhex(ballot["serial"]), signature)
    assert blind.verify(key.n, bytes.fromhex(ballot["serial"]), signature)


def test_what_the_office_sees_has_nothing_in_common_with_the_ballot(key):
    envelope = ballots.hide(_public(key))
    signed = f"{blind.sign(key, int(envelope.blinded, 16)):x}"

    ballot = envelope.unhide(signed)

    assert not {envelope.blinded, signed} & set(ballot.values())
    # Any ballot may have come of any hidden number: some factor always leads from one to the other.
    other = ballots.hide(_public(key))
    encoded = pow(int(ballot["signature"], 16), blind.EXPONENT, key.n)
    factor = pow(int(other.blinded, 16) * pow(encoded, -1, key.n), key.d, key.n)
    assert encoded * pow(factor, blind.EXPONENT, key.n) % key.n == int(other.blinded, 16)


def test_another_number_another_key_or_no_signature_is_refused(key):
    envelope = ballots.hide(_public(key))
    ballot = envelope.unhide(f"{blind.sign(key, int(envelope.blinded, 16)):x}")
    message, signature = bytes.fromhex(ballot["serial"]), int(ballot["signature"], 16)

    assert not blind.verify(key.n, message[::-1], signature)
    assert not blind.verify(key.n, message, signature ^ 2)
    assert not blind.verify(key.n - 2, message, signature)
    assert not any(blind.verify(key.n, message, wrong) for wrong in (0, 1, key.n, -signature))
    with pytest.raises(InvalidSignature):
        _checked_elsewhere(key, message[::-1], signature)


@pytest.mark.parametrize("wrong", [0, -1])
def test_only_numbers_below_the_modulus_are_signed(key, wrong):
    for number in (wrong, key.n, key.n + 1):
        with pytest.raises(ValueError, match="blinded"):
            blind.sign(key, number)


def test_keys_are_as_long_as_they_should_be(key):
    assert key.n.bit_length() == blind.BITS
    assert blind.new_key(512).n != blind.new_key(512).n
