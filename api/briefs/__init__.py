"""Answers as documents: Markdown, a page to print, PDF, with pictures, in Czech and English."""
