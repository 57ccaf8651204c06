"""How currencies, scales and numbers are written in our languages: the words behind `pipelines.amounts`."""

# A bare dollar sign is a US dollar: the press of other dollar countries marks its own (A$, CA$).
SIGNS = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "Rs": "INR",
    "Rs.": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
    "₴": "UAH",
    "S/": "PEN",
    "Rp": "IDR",
    "RM": "MYR",
    "Kč": "CZK",
}
CODES = (
    "USD|EUR|GBP|JPY|CNY|KRW|INR|BRL|AUD|CAD|NZD|HKD|SGD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RUB|ILS|ZAR|KES|VND"
    "|TRY|TWD|MXN|ARS|CLP|COP|PEN|UYU|IDR|THB|MYR|PHP|RON|BGN|UAH|AED|SAR|NGN|EGP|PKR|ISK"
)
WORDS = {
    "USD": r"(?:US|U\.S\.|american|amerikanische) dollars?|us-dollars?|dollars? (?:américains?|us)|dollars?"
    r"|dolar(?:ów|y|a)?|dólar(?:es)?(?: estadounidenses| americanos)?|dollaro|dollari"
    r"|долларов|доллара|долл\.?|米ドル|ドル|달러|美元|美金|dolar",
    "AUD": "australian dollars?|australische dollars?|dollars australiens|dólares australianos|豪ドル|澳元|호주 ?달러",
    "CAD": "canadian dollars?|kanadische dollar|dollars canadiens|dólares canadienses|カナダドル|加元|加币",
    "EUR": r"euros?|€|ユーロ|유로|欧元|歐元|евро|avro|eur(?:a|y|ów)",
    "GBP": "pounds?(?: sterling)?|pfund|livres(?: sterling)?|sterline|libras(?: esterlinas)?|pond|funtów|фунтов"
    "|£|ポンド|英镑",
    "JPY": "(?:japanese )?yens?|yenes|ienes|иен|円|엔|日元|日圆",
    "TWD": "新台幣|新臺幣|台币|台幣|台湾ドル|taiwan dollars?",
    "HKD": "港元|港币|港幣|香港ドル|hong kong dollars?",
    "CNY": "yuans?|юаней|元人民币|人民币|人民幣|元|위안",
    "KRW": "(?:korean )?wons?|вон|원|ウォン|韩元",
    "INR": "rupees?|rupien|rupias|roupies|рупий",
    "BRL": "reais|real(?:es)?",
    "CHF": "(?:swiss )?francs(?: suisses)?|schweizer franken|franken|franchi svizzeri",
    "SEK": "swedish (?:kronor|crowns|krona)|schwedische kronen|svenska kronor|svenske kroner|kronor|szwedzkich koron",
    "DKK": "danish (?:kroner|crowns)|danske kroner|dänische kronen|dkr",
    "NOK": "norwegian (?:kroner|crowns)|norske kroner|norwegische kronen|nkr",
    "PLN": "zloty(?:s|ch)?|złotych|złote|zł",
    "VND": "(?:vietnamese )?dong|đồng",
    "RUB": r"roubles?|rubles?|rublos|rubel|рублей|рубля|руб",
    "TRY": "turkish lira|türk lirası|lira|TL",
    "CZK": "czech (?:crowns|koruna)|tschechische kronen|korun(?:y)?|kč",
    "MXN": "pesos mexicanos|mexican pesos",
    "ARS": "pesos argentinos|argentine pesos",
    "CLP": "pesos chilenos|chilean pesos",
    "COP": "pesos colombianos|colombian pesos",
    "UYU": "pesos uruguayos",
    "PEN": "(?:nuevos )?soles|peruvian sols?",
    "IDR": "(?:indonesian )?rupiahs?|ルピア|印尼盾",
    "THB": "(?:thai )?baht|บาท|バーツ|泰铢|泰銖",
    "MYR": "(?:malaysian )?ringgits?|令吉",
    "PHP": "philippine pesos?",
    "SGD": "singapore dollars?|シンガポールドル|新加坡元|新元|坡元",
    "NZD": "new zealand dollars?|neuseeland-dollar|neuseeländische dollar|ニュージーランドドル|NZドル|纽元|紐元",
    "HUF": "(?:hungarian )?forints?|forintot",
    "RON": "(?:romanian )?lei",
    "BGN": "(?:bulgarian )?lev(?:a|s)|лева",
    "UAH": "hryvni?as?|гривен|гривны|гривень",
    "ILS": "(?:israeli )?shekels?|schekel|שקלים",
    "ZAR": "(?:south african|südafrikanische) rand",
    "NGN": "(?:nigerian )?naira",
    "KES": "kenyan? shillings?",
}
LOCAL = {  # words whose currency the language of the text tells
    "sv": {"kr": "SEK"},
    "da": {"kr": "DKK", "kroner": "DKK"},
    "no": {"kr": "NOK", "kroner": "NOK"},
    "nb": {"kr": "NOK", "kroner": "NOK"},
}
SCALES = {  # the longest first
    10**11: "千億|千亿|천억",
    10**7: "crores?|千万|천만",
    10**6: r"mil\.(?= ?(?:kč|korun|eur))|millions?|millionen|mill?iones|millones|millón|milioni|milione|milhões|milhão"
    r"|miljoen|miljoner|miljon|millioner|milionów|miliony|milion|milionů|миллионов|миллиона|миллион|milyon|млн"
    r"|mio\.?|mln\.?|mn|m|百万|백만",
    10**9: r"mil millones|mil milhões|thousand million|billions?|milliarden?|milliards?|miliardi|miliardo|miljard"
    r"|miljarder|milliarder|milliard|miliardów|miliardy|bilhões|bilhão|bilyon|milyar|миллиардов|миллиарда|млрд"
    r"|mrd\.?|mld\.?|bn|b",
    10**3: r"thousand|tausend|tsd\.?|mille|mila|mil|duizend|tusen|tusind|tysięcy|tys\.?|тысяч|тыс\.?|tisíc|tis\."
    r"|bin|千|천",
    10**4: "万|萬|만",
    10**5: "lakhs?",
    10**8: "億|亿|억",
    10**12: "trillions?|trilhões|billones|billionen|tn|兆|조",
}
SPELT = {
    word: number
    for number, words in {
        1: "one|a|an|eine|einer|ein|une?|uno|una|um|uma|een|en|ett",
        2: "two|zwei|deux|dos|due|dois|duas|twee|två|to",
        3: "three|drei|trois|tres|tre|três|drie",
        4: "four|vier|quatre|cuatro|quattro|quatro|fyra|fire",
        5: "five|fünf|cinq|cinco|cinque|vijf|fem",
        6: "six|sechs|seis|sei|zes|sex|seks",
        7: "seven|sieben|sept|siete|sette|sete|zeven|sju|syv",
        8: "eight|acht|huit|ocho|otto|oito|åtta|otte",
        9: "nine|neun|neuf|nueve|nove|negen|nio|ni",
        10: "ten|zehn|dix|diez|dieci|dez|tien|tio|ti",
        12: "twelve|zwölf|douze|doce|dodici|doze|twaalf|tolv",
        15: "fifteen|fünfzehn|quinze|quince|quindici|vijftien|femton|femten",
        20: "twenty|zwanzig|vingt|veinte|venti|vinte|twintig|tjugo|tyve",
        30: "thirty|dreißig|trente|treinta|trenta|trinta|dertig|trettio|tredive",
        50: "fifty|fünfzig|cinquante|cincuenta|cinquanta|cinquenta|vijftig|femtio",
        100: "hundred|one hundred|a hundred|hundert|cent|cien|cento|cem|honderd|hundra|hundrede",
    }.items()
    for word in words.split("|")
}
