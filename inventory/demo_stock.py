"""What the demo's people keep in stock."""

# Category: (name, SKU, price)
Stock = dict[str, list[tuple[str, str, str]]]

ALICE_STOCK: Stock = {
    "Coffee": [
        ("Ethiopia Yirgacheffe, whole bean, 1 kg", "COF-101", "27.90"),
        ("Colombia Huila, whole bean, 1 kg", "COF-102", "24.50"),
        ("Brazil Cerrado, whole bean, 1 kg", "COF-103", "19.80"),
        ("Kenya Nyeri AA, whole bean, 250 g", "COF-104", "11.40"),
        ("Guatemala Antigua, whole bean, 1 kg", "COF-105", "25.20"),
        ("House espresso blend, 1 kg", "COF-110", "21.00"),
        ("Decaf Peru, Swiss water process, 500 g", "COF-120", "14.60"),
        ("Panama Geisha, numbered lot, 100 g", "COF-190", "48.00"),
        ("Cold brew concentrate, 5 l", "COF-210", "33.75"),
    ],
    "Tea": [
        ("Assam second flush, loose, 500 g", "TEA-201", "18.90"),
        ("Darjeeling first flush, loose, 250 g", "TEA-202", "22.40"),
        ("Earl Grey, 100 bags", "TEA-203", "9.95"),
        ("Sencha, loose, 250 g", "TEA-210", "16.30"),
        ("Matcha, ceremonial grade, 30 g", "TEA-211", "24.00"),
        ("Rooibos, 100 bags", "TEA-220", "8.75"),
        ("Peppermint leaves, 200 g", "TEA-221", "6.20"),
    ],
    "Machines": [
        ("Two-group espresso machine, 11 l boiler", "MAC-301", "12480.00"),
        ("Espresso grinder, 64 mm flat burrs", "MAC-310", "689.00"),
        ("Filter grinder, 98 mm flat burrs", "MAC-311", "1950.00"),
        ("Batch brewer, 2.2 l thermal jug", "MAC-320", "429.00"),
        ("Milk cooler, 4 l", "MAC-330", "215.50"),
        ("Water softener with bypass", "MAC-340", "138.00"),
    ],
    "Brewing": [
        ("Pour-over dripper, size 02", "BRW-401", "21.50"),
        ("Paper filters, size 02, 100 pieces", "BRW-402", "6.90"),
        ("Gooseneck kettle, 1 l", "BRW-410", "84.00"),
        ("Scale with timer, 0.1 g", "BRW-411", "59.00"),
        ("French press, 1 l", "BRW-420", "34.90"),
        ("AeroPress with 350 filters", "BRW-421", "36.00"),
        ("Tamper, 58.5 mm", "BRW-430", "42.00"),
        ("Milk pitcher, 600 ml", "BRW-431", "23.80"),
        ("Knock box, beech and steel", "BRW-432", "31.20"),
    ],
    "Tableware": [
        ("Espresso cup, 70 ml", "TAB-501", "4.80"),
        ("Cappuccino cup, 180 ml", "TAB-502", "6.20"),
        ("Café au lait bowl, 350 ml", "TAB-503", "7.90"),
        ("Saucer, 14 cm", "TAB-504", "3.10"),
        ("Latte glass, 300 ml", "TAB-510", "5.40"),
        ("Teapot, cast iron, 0.8 l", "TAB-520", "52.00"),
        ("Teaspoon, steel", "TAB-530", "1.15"),
    ],
    "Pantry": [
        ("Cane sugar sachet, 4 g", "PAN-601", "0.02"),
        ("Oat drink, barista, 1 l", "PAN-610", "2.35"),
        ("Vanilla syrup, 700 ml", "PAN-620", "8.40"),
        ("Hazelnut syrup, 700 ml", "PAN-621", "8.40"),
        ("Drinking chocolate, 1 kg", "PAN-630", "15.60"),
        ("Almond biscotti, 200 pieces", "PAN-640", "26.00"),
        ("Oat flapjack, 24 pieces", "PAN-641", "28.80"),
    ],
    "Packaging": [
        ("Paper cup, 200 ml, 50 pieces", "PAC-701", "4.95"),
        ("Paper cup, 300 ml, 50 pieces", "PAC-702", "5.75"),
        ("Lid for paper cups, 100 pieces", "PAC-703", "6.10"),
        ("Coffee bag with valve, 250 g, 100 pieces", "PAC-710", "29.00"),
        ("Coffee bag with valve, 1 kg, 50 pieces", "PAC-711", "24.00"),
        ("Paper carrier bag, 250 pieces", "PAC-720", "38.50"),
        (
            "Gift box with tissue paper, ribbon and a card, for two bags of coffee "
            "of 250 g each or one bag of 500 g, 25 pieces",
            "PAC-730",
            "61.25",
        ),
    ],
    "Cleaning": [
        ("Espresso machine cleaner, 900 g", "CLN-801", "13.90"),
        ("Grinder cleaning tablets, 430 g", "CLN-802", "27.50"),
        ("Milk system cleaner, 1 l", "CLN-803", "11.80"),
        ("Descaler, 1 l", "CLN-804", "9.40"),
        ("Microfibre cloths, 10 pieces", "CLN-810", "12.00"),
        ("Group head brush", "CLN-811", "7.30"),
    ],
    "": [
        ("Sample box from the spring fair", "MISC-001", "1.00"),
        ("Lost and found umbrella", "MISC-002", "5.00"),
    ],
}

BRUNO_STOCK: Stock = {
    "Flour": [
        ("Wheat flour 550, 25 kg", "FLR-001", "19.40"),
        ("Wholemeal spelt flour, 10 kg", "FLR-002", "16.90"),
        ("Rye flour 1150, 25 kg", "FLR-003", "21.30"),
    ],
    "Bakery": [
        ("Proofing basket, 1 kg loaf", "BAK-010", "14.50"),
        ("Dough scraper", "BAK-011", "3.90"),
        ("Baker's blade with 10 refills", "BAK-012", "11.20"),
        ("Baking steel, 8 mm", "BAK-020", "89.00"),
        ("Deck oven, 3 trays", "BAK-030", "4350.00"),
    ],
    # The supplier's numbers: alice's stock uses the same ones.
    "Café corner": [
        ("Filter coffee for the counter, 1 kg", "COF-101", "18.00"),
        ("House tea, 500 g", "TEA-201", "12.75"),
        ("Takeaway cup, 200 ml, 50 pieces", "PAC-701", "4.60"),
        ("Descaler, 1 l", "CLN-804", "8.95"),
    ],
}
