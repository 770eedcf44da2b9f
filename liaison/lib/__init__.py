"""Tools that know nothing of congresses: text, spreadsheets, pictures, spans of days."""
