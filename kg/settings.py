"""Every environment variable that the project reads, each with a default that works offline."""

import os
from pathlib import Path


def store_url() -> str:
    """Where the graph is kept: a folder, or a bolt:// or neo4j:// URL (`KG_STORE`, default `kg-store`)."""
    return os.environ.get("KG_STORE", "kg-store")


def user() -> str:
    """User of a Neo4j server (`KG_USER`, default `neo4j`)."""
    return os.environ.get("KG_USER", "neo4j")


def password() -> str:
    """Password of a Neo4j server (`KG_PASSWORD`); empty means a server without authentication."""
    return os.environ.get("KG_PASSWORD", "")


def cache_folder() -> Path:
    """Folder for what can be made again (`XDG_CACHE_HOME`, default `~/.cache`), below it `chain-kg`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chain-kg"


def words_folder() -> Path:
    """Folder of the user's own word lists (`KG_WORDS`, default `kg-words` in the current folder)."""
    return Path(os.environ.get("KG_WORDS", "kg-words"))


def chains_folder() -> Path | None:
    """Folder with the user's own chain templates (`KG_CHAINS`); they join the shipped ones, and replace those of their name."""
    return Path(os.environ["KG_CHAINS"]) if os.environ.get("KG_CHAINS") else None


def fast() -> bool:
    """Whether documents are read with the small model alone, some twenty times as fast and less well (`KG_FAST`, default no)."""
    return os.environ.get("KG_FAST", "") not in ("", "0")


def llm_key() -> str:
    """Key of the endpoint of `--with llm` (`OPENAI_API_KEY`); endpoints of one's own often have none."""
    return os.environ.get("OPENAI_API_KEY", "")
