"""Alembic's door: `wizard.database` hands over the connection, already in a transaction."""

from alembic import context

from wizard.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
