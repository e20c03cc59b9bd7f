from reports.documents.services.orders import (
    NotPossible,
    OrderKeyUsed,
    order_complaint_report,
    order_report,
    record_download,
    reprint_report,
    retry_report,
)

__all__ = [
    "NotPossible",
    "OrderKeyUsed",
    "order_complaint_report",
    "order_report",
    "record_download",
    "reprint_report",
    "retry_report",
]
