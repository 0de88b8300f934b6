"""The keys: private links and codes of five words. Knows neither web nor database.

A link holds 256 random bits, a code 55. Both are derived from a random salt, which the database
keeps, and the secret key of the installation, which is not there: so they can be shown again,
while the database alone opens nothing. What opens is found by its hash.
"""

import base64
import difflib
import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from mnemonic import Mnemonic

from wizard.french import plain

CODE_WORDS = 5
NEAR = 0.75  # how alike two words are, of one, when one may be meant for the other
FIRST_LETTERS = 4  # no two words of the list begin with the same four
_BITS_OF_A_WORD = 11
_SECRET = re.compile(r"/([\w-]{43})\W*$", re.ASCII)
_COST = {"n": 2**12, "r": 8, "p": 1}  # 10 ms: a stolen database must not give its codes away


class Key(NamedTuple):
    """What the database keeps of one key."""

    salt: bytes
    hash: bytes


class UnreadableCode(ValueError):
    """What was typed is no code. `mistakes` says why, a sentence each; nothing was looked up."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


def new_salt() -> bytes:
    return secrets.token_bytes(16)


def new_link(installation: str, purpose: str, salt: bytes | None = None) -> Key:
    """A new link; `installation` is the secret key, `purpose` what the link is for."""
    salt = salt or new_salt()
    return Key(salt, hash_link(link(salt, installation, purpose)))


def link(salt: bytes, installation: str, purpose: str) -> str:
    """The secret of a link: 43 letters, digits, "-" and "_"."""
    digest = hmac.digest(installation.encode(), purpose.encode() + salt, "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def shown_link(key: Key, installation: str, purpose: str) -> str | None:
    """The secret of a link, or None if the secret key has changed since it was made."""
    secret = link(key.salt, installation, purpose)
    return secret if hmac.compare_digest(hash_link(secret), key.hash) else None


def hash_link(secret: str) -> bytes:
    """The secret is random: a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def read_link(text: str) -> str:
    """The secret at the end of a pasted link, whatever surrounds it; empty when there is none.

    Five long words joined by hyphens are as long as a secret: what is no link is for `read_code`.
    """
    found = _SECRET.search(text)
    return found[1] if found else ""


def new_code(installation: str, salt: bytes | None = None) -> Key:
    salt = salt or new_salt()
    return Key(salt, hash_code(code(salt, installation)))


def code(salt: bytes, installation: str) -> tuple[str, ...]:
    """The five words of a code."""
    digest = hmac.digest(installation.encode(), b"code" + salt, "sha256")
    number = int.from_bytes(digest, "big")
    return tuple(
        _words()[number >> _BITS_OF_A_WORD * place & 2**_BITS_OF_A_WORD - 1]
        for place in range(CODE_WORDS)
    )


@lru_cache(maxsize=1024)  # 10 ms, at each view of a board; it tells no more than the secret key
def shown_code(key: Key, installation: str) -> tuple[str, ...] | None:
    """The words of a code, or None if the secret key has changed since it was made."""
    words = code(key.salt, installation)
    return words if hmac.compare_digest(hash_code(words), key.hash) else None


def hash_code(words: tuple[str, ...]) -> bytes:
    """Five words can be guessed by a machine: a slow hash. One salt, since it is looked up."""
    letters = " ".join(plain(word) for word in words)
    return hashlib.scrypt(letters.encode(), salt=b"cap-clas code", **_COST, dklen=32)


def read_code(text: str) -> tuple[str, ...]:
    """The words of a code as typed: any case, with or without accents, four letters are enough.

    Raises `UnreadableCode`. Only the list of words is asked, never the codes that exist.
    """
    typed = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    meant = [_meant(word) for word in typed[:CODE_WORDS]]
    pairs = zip(typed, meant, strict=False)
    mistakes = [_mistake(word) for word, found in pairs if found is None]
    if len(typed) != CODE_WORDS:
        mistakes.append(f"Le code a cinq mots. Ici, il y en a {len(typed)}.")
    if mistakes:
        raise UnreadableCode(mistakes)
    return tuple(word for word in meant if word)


def proof(hashed: bytes) -> str:
    """What a browser keeps of the key that it opened with: it dies with that key."""
    return hashed[:16].hex()


def _meant(word: str) -> str | None:
    """The word of the list that was typed: four letters tell it, a slip after them does no harm."""
    letters, known = plain(word), _by_letters()
    if letters in known:
        return known[letters]
    begun = known.get(letters[:FIRST_LETTERS])
    near = begun and difflib.SequenceMatcher(None, letters, plain(begun)).ratio() >= NEAR
    return begun if near else None


def _mistake(word: str) -> str:
    said = f"Le mot «\u00a0{word[:20]}\u00a0» n’est pas dans la liste"
    letters = plain(word)
    words = [plain(word) for word in _words()]
    near = difflib.get_close_matches(letters, words, n=1, cutoff=NEAR)
    meant = _by_letters().get(near[0] if near else letters[:FIRST_LETTERS])
    if meant is None:
        return f"{said}."
    return f"{said}\u202f; vouliez-vous dire «\u00a0{meant}\u00a0»\u202f?"


@cache
def _words() -> tuple[str, ...]:
    """The French list of BIP-39: 2,048 words told apart by their first four letters."""
    words = Mnemonic("french").wordlist
    return tuple(unicodedata.normalize("NFC", word) for word in words)


@cache
def _by_letters() -> Mapping[str, str]:
    """Each word under its letters without accents, and under the first of them, four at least."""
    whole = {plain(word): word for word in _words()}
    begun = {
        letters[:length]: word
        for letters, word in whole.items()
        for length in range(FIRST_LETTERS, len(letters))
    }
    return begun | whole
