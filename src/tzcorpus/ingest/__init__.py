"""Files of any kind become `Document` records: plain text, hOCR, ALTO, Tesseract TSV."""
