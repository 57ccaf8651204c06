"""Our words in those of FollowTheMoney: kinds of parties, jurisdictions and languages (ISO 639-3)."""

# Only kinds whose members are known to be such bodies; all others are a LegalEntity, which says nothing of the form.
SCHEMATA = {
    "regulator": "PublicBody",
    "civil-society": "Organization",
    "industry-group": "Organization",
    "law-firm": "Organization",
    "registry": "Organization",
    "cdn": "Company",
    "isp": "Company",
    "hosting": "Company",
    "payment": "Company",
    "ai-company": "Company",
}

# Others are the lower-case code of the country; these are no countries there.
COUNTRIES = {"ECHR": "", "UPC": "", "WIPO": "", "INT": "", "EU": "eu"}

LANGUAGES = {
    "ar": "ara", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "it": "ita",
    "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "nb": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr",
    "vi": "vie", "zh": "zho",
}  # fmt: skip
