// The demo page's own words and its language switch. ?language=fi and ?audience=employee choose what is shown.
(() => {
  const NAMES = { en: "English", it: "Italiano", ar: "العربية", sv: "Svenska", fr: "Français", fi: "Suomi" };
  const WORDS = {
    en: { brand: "Nordlicht Lamps", path: "Your account, Orders", order: "Order", delivery: "Delivery", late: "Expected last Friday", packed: "Packed", handed: "Handed to the carrier", depot: "At the depot for six days", door: "At your door", items: "What you ordered", lamp: "Reading lamp, oak", bulb: "Bulb, warm white", total: "Total", inside: "Inside Nordlicht", news: "This week", news_pay: "Pay day is Friday the 27th", news_shift: "The December rota is up", news_it: "New sign-in from Monday" },
    it: { brand: "Lampade Nordlicht", path: "Il Suo profilo, Ordini", order: "Ordine", delivery: "Consegna", late: "Era prevista per venerdì scorso", packed: "Preparato", handed: "Affidato al corriere", depot: "Fermo al deposito da sei giorni", door: "Da Lei", items: "Che cosa ha ordinato", lamp: "Lampada da lettura, rovere", bulb: "Lampadina, bianco caldo", total: "Totale", inside: "Nordlicht, pagina interna", news: "Questa settimana", news_pay: "Gli stipendi arrivano venerdì 27", news_shift: "I turni di dicembre sono pubblicati", news_it: "Nuovo accesso da lunedì" },
    ar: { brand: "مصابيح نوردليخت", path: "حسابكم، الطلبات", order: "الطلب", delivery: "التوصيل", late: "كان موعده يوم الجمعة الماضي", packed: "جُهّز", handed: "سُلّم إلى شركة التوصيل", depot: "في المستودع منذ ستة أيام", door: "عند بابكم", items: "ما طلبتموه", lamp: "مصباح قراءة من خشب البلوط", bulb: "مصباح بضوء أبيض دافئ", total: "المجموع", inside: "صفحة العاملين في نوردليخت", news: "هذا الأسبوع", news_pay: "تُصرف الرواتب يوم الجمعة 27", news_shift: "نُشر جدول مناوبات ديسمبر", news_it: "طريقة دخول جديدة من يوم الاثنين" },
    sv: { brand: "Nordlicht Lampor", path: "Ditt konto, Beställningar", order: "Beställning", delivery: "Leverans", late: "Skulle ha kommit i fredags", packed: "Packad", handed: "Lämnad till transportören", depot: "På terminalen sedan sex dagar", door: "Hemma hos dig", items: "Det du beställde", lamp: "Läslampa, ek", bulb: "Glödlampa, varmvit", total: "Summa", inside: "Nordlicht internt", news: "Den här veckan", news_pay: "Lönen kommer fredag den 27", news_shift: "Decemberschemat är uppe", news_it: "Ny inloggning från måndag" },
    fr: { brand: "Lampes Nordlicht", path: "Votre compte, Commandes", order: "Commande", delivery: "Livraison", late: "Attendue vendredi dernier", packed: "Préparée", handed: "Confiée au transporteur", depot: "Au dépôt depuis six jours", door: "Chez vous", items: "Votre commande", lamp: "Lampe de lecture, chêne", bulb: "Ampoule, blanc chaud", total: "Total", inside: "Nordlicht, page interne", news: "Cette semaine", news_pay: "La paie arrive vendredi 27", news_shift: "Le planning de décembre est en ligne", news_it: "Nouvelle connexion dès lundi" },
    fi: { brand: "Nordlicht-valaisimet", path: "Oma tili, Tilaukset", order: "Tilaus", delivery: "Toimitus", late: "Piti saapua viime perjantaina", packed: "Pakattu", handed: "Luovutettu kuljetukseen", depot: "Terminaalissa kuusi päivää", door: "Perillä", items: "Tilauksesi", lamp: "Lukulamppu, tammi", bulb: "Lamppu, lämmin valkoinen", total: "Yhteensä", inside: "Nordlichtin sisäinen sivu", news: "Tällä viikolla", news_pay: "Palkka maksetaan perjantaina 27.", news_shift: "Joulukuun työvuorot on julkaistu", news_it: "Uusi kirjautuminen maanantaista" },
  };
  const asked = new URLSearchParams(location.search);
  const language = Object.hasOwn(WORDS, asked.get("language")) ? asked.get("language") : "en";
  const employee = asked.get("audience") === "employee";
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.title = words.brand;
  document.getElementById(employee ? "intranet" : "shop").hidden = false;
  document.querySelectorAll("[data-word]").forEach((place) => (place.textContent = words[place.dataset.word]));
  const money = new Intl.NumberFormat(language, { style: "currency", currency: "EUR", numberingSystem: "latn" });
  document.querySelectorAll("[data-price]").forEach((place) => (place.textContent = money.format(place.dataset.price)));

  for (const [tag, name] of Object.entries(NAMES)) {
    const link = document.createElement("a");
    link.href = `?${new URLSearchParams({ language: tag, ...(employee && { audience: "employee" }) })}`;
    link.lang = tag;
    link.textContent = name;
    if (tag === language) link.setAttribute("aria-current", "true");
    document.getElementById("languages").append(link);
  }

  // The chat's line comes after this script, so what it reads can still be set.
  const chat = document.querySelector('script[src$="chat.js"]');
  if (employee) {
    chat.dataset.audience = "employee";
    delete chat.dataset.order;
  }
})();
