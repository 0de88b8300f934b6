"""Links to one evaluation, given to others: made, opened, taken back one by one."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wizard import keys
from wizard.keyring import Keyring
from wizard.models import Assessment, Share, ShareKind

LINK = "share"  # what the secret of a shared link is derived for


def create(
    session: Session,
    assessment: Assessment,
    kind: ShareKind,
    label: str,
    installation: str,
    asked: Iterable[str] = (),
) -> Share:
    """A new link to `assessment`; `label` says to whom it is given, `asked` which axes they are
    asked to fill, `installation` is the secret key."""
    key = keys.new_link(installation, LINK)
    share = Share(
        assessment_id=assessment.id,
        kind=kind.value,
        label=label,
        asked=sorted(asked),
        salt=key.salt,
        hash=key.hash,
        created=datetime.now(UTC),
    )
    session.add(share)
    session.flush()
    return share


def of(session: Session, assessment: Assessment) -> Sequence[Share]:
    """The links to `assessment`, those taken back included, the last made first."""
    query = select(Share).where(Share.assessment_id == assessment.id)
    return session.scalars(query.order_by(Share.created.desc(), Share.id.desc())).all()


def revoke(session: Session, assessment: Assessment, share_id: int) -> bool:
    """Take back one link to `assessment`, for good; return whether it has such a link."""
    share = session.get(Share, share_id)
    if share is None or share.assessment_id != assessment.id:
        return False
    share.revoked = share.revoked or datetime.now(UTC)
    return True


def by_link(session: Session, secret: str) -> Share | None:
    """The share that the secret opens, if any."""
    return session.scalar(
        select(Share).where(Share.hash == keys.hash_link(secret), Share.revoked.is_(None))
    )


def taken_back(session: Session, secret: str) -> Share | None:
    """The share that the secret opened, if it was taken back since."""
    return session.scalar(
        select(Share).where(Share.hash == keys.hash_link(secret), Share.revoked.is_not(None))
    )


def held_before(session: Session, keyring: Keyring, public_id: str) -> Share | None:
    """The link by which this browser opened the evaluation, if it was taken back since."""
    if not keyring.share_ids:
        return None
    query = (
        select(Share)
        .join(Assessment, Assessment.id == Share.assessment_id)
        .where(
            Share.id.in_(keyring.share_ids),
            Share.revoked.is_not(None),
            Assessment.public_id == public_id,
        )
    )
    return next((share for share in session.scalars(query) if keyring.holds(share)), None)


def held(session: Session, keyring: Keyring, assessment: Assessment) -> list[Share]:
    """The links to `assessment` that this browser opened."""
    if not keyring.share_ids:
        return []
    query = select(Share).where(
        Share.id.in_(keyring.share_ids), Share.assessment_id == assessment.id
    )
    return [share for share in session.scalars(query) if keyring.opens(share)]
