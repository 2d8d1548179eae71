"""COMPANY, PARK and MONEY in Chinese and English text."""
