"""Grace Period: watches a mailbox for job rejections and drafts gracious replies, later."""

__version__ = "0.1.0"
