from reports.documents.services.orders import (
    order_complaint_report,
    order_report,
    record_download,
    reprint_report,
    retry_report,
)

__all__ = [
    "order_complaint_report",
    "order_report",
    "record_download",
    "reprint_report",
    "retry_report",
]
