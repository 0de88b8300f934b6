"""What a browser holds: the keys that opened something in it, each as long as that key stands."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from wizard import keys
from wizard.keys import Key
from wizard.models import Assessment, Right, Share, ShareKind, Workspace

NOT_KNOWN_YET = 0  # the id of a workspace that a hand-over will make
MOST_KEYS = 30  # they stand in a cookie, which holds four thousand characters


class Door(StrEnum):
    """What was used to come in."""

    LINK = "link"
    CODE = "code"
    GIVEN = "given"  # the link of a workspace handed over: nothing new goes there
    SHARE = "share"


@dataclass(frozen=True)
class Held:
    """One key: `id` is that of the workspace or of the share it opens."""

    door: Door
    id: int
    proof: str

    @classmethod
    def of_workspace(cls, workspace: Workspace, door: Door) -> "Held":
        key = _key(workspace, door)
        if key is None:
            raise ValueError(f"this workspace has no {door}")
        return cls(door, workspace.id, keys.proof(key.hash))

    @classmethod
    def of_share(cls, share: Share) -> "Held":
        return cls(Door.SHARE, share.id, keys.proof(share.hash))

    @classmethod
    def expected(cls, door: Door, key: Key, workspace_id: int) -> "Held":
        """A key that no workspace has yet: it was only prepared for this browser."""
        return cls(door, workspace_id, keys.proof(key.hash))

    def fits(self, key: Key | None) -> bool:
        return key is not None and hmac.compare_digest(self.proof, keys.proof(key.hash))


@dataclass(frozen=True)
class Keyring:
    """The keys of one browser: those of workspaces, then the shares, the last opened first.

    `expected` are keys that it is about to ask for. If the answer that brings them is lost on its
    way, they open all the same. `expected_link` is the hash of the link among them, by which the
    workspace that a hand-over made is found: its id was in that answer.
    """

    held: tuple[Held, ...] = ()
    expected: tuple[Held, ...] = ()
    expected_link: bytes | None = None

    def with_key(self, new: Held) -> "Keyring":
        """`new` first, in place of a former key to the same door."""
        others = [held for held in self.held if (held.door, held.id) != (new.door, new.id)]
        held = [new, *others]
        own = [one for one in held if one.door is not Door.SHARE]
        shares = [one for one in held if one.door is Door.SHARE]
        # Shares are easily opened again: they are the first to go.
        return replace(self, held=(*own, *shares)[:MOST_KEYS])

    def doors(self, workspace: Workspace) -> list[Door]:
        """Through which doors this browser came into `workspace`, if their keys still stand."""
        return [
            held.door
            for held in (*self.held, *self.expected)
            if held.door is not Door.SHARE
            and held.id in (workspace.id, NOT_KNOWN_YET)
            and held.fits(_key(workspace, held.door))
        ]

    def opens_new_ones(self, workspace: Workspace) -> bool:
        """Whether what this browser starts may go there: nothing new goes where it handed over."""
        return bool(set(self.doors(workspace)) - {Door.GIVEN})

    @classmethod
    def of_workspace(cls, workspace: Workspace, door: Door = Door.LINK) -> "Keyring":
        """The keys of a browser that opened this workspace only."""
        return cls((Held.of_workspace(workspace, door),))

    @property
    def workspace_ids(self) -> list[int]:
        return [held.id for held in self.held if held.door is not Door.SHARE]

    @property
    def share_ids(self) -> list[int]:
        return [held.id for held in self.held if held.door is Door.SHARE]

    def right(self, assessment: Assessment, shares: Iterable[Share]) -> Right | None:
        """What this browser may do with `assessment`, which has `shares`; None if nothing."""
        if self.doors(assessment.workspace):
            return Right.OWN
        rights = [ShareKind(share.kind).right for share in shares if self.opens(share)]
        return max(rights, default=None)

    def opens(self, share: Share) -> bool:
        return share.revoked is None and self.holds(share)

    def holds(self, share: Share) -> bool:
        """Whether this browser has the key of `share`, even if it was taken back."""
        return any(
            held.door is Door.SHARE and held.id == share.id and held.fits(share.key)
            for held in self.held
        )


def _key(workspace: Workspace, door: Door) -> Key | None:
    return workspace.code if door is Door.CODE else workspace.link
