"""The package "tryton": books kept in Tryton 8.2, over its JSON-RPC. See docs/connectors/tryton.md."""
