"""The Reconciliation Service API 0.2, by which OpenRefine and spreadsheets find our ids: ``/reconcile``."""
