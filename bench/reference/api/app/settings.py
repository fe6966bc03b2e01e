"""Settings: from the environment, or from a file .env beside the code."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PLACEHOLDERS = ("change-me", "changeme", "secret", "password", "example")


class Settings(BaseSettings):
    """Each is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "development"
    database_url: str = "sqlite:///app.db"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def name_the_driver(cls, url: str) -> str:
        """Hosts hand out postgres:// addresses; SQLAlchemy wants the driver too."""
        scheme, separator, rest = url.partition("://")
        if scheme in ("postgres", "postgresql"):
            scheme = "postgresql+psycopg"
        return scheme + separator + rest

    @model_validator(mode="after")
    def refuse_placeholders(self) -> Settings:
        """Secrets that stand in examples do not go into production."""
        if self.environment == "production":
            for name, secret in self.secrets().items():
                if any(word in secret.lower() for word in PLACEHOLDERS):
                    raise ValueError(f"{name} still holds a placeholder")
        return self

    def secrets(self) -> dict[str, str]:
        password = (
            self.database_url.partition("://")[2].rpartition("@")[0].partition(":")[2]
        )
        return {
            "DATABASE_URL": password,
        }


@lru_cache
def settings() -> Settings:
    """The settings in force. What is wrong with them ends the process."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            ": ".join([*(str(step).upper() for step in fault["loc"]), fault["msg"]])
            for fault in error.errors()
        ]
        raise SystemExit("settings: " + "; ".join(faults)) from None
