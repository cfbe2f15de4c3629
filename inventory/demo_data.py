"""The demo's people, shelf and tasks: a roastery that sells supplies too."""

from typing import NamedTuple

from inventory.demo_stock import ALICE_STOCK, BRUNO_STOCK, Stock

PASSWORD = "inventory-demo"
EDITORS_GROUP = "Shop editors"


class Person(NamedTuple):
    """Somebody to sign in as."""

    username: str
    role: str
    is_editor: bool = False
    is_superuser: bool = False

    @property
    def email(self) -> str:
        """The address by which a demo user is told from a real namesake."""
        return f"{self.username}@example.com"


PEOPLE = [
    Person("alice", "owns 60 products in Inventory"),
    Person("bruno", "owns a stock of his own, which alice never sees"),
    Person("edith", "may change what is on the Shop's shelf", is_editor=True),
    Person("victor", "watches the shelf, and may not change it"),
    Person("admin", "may do everything, also in /admin/", is_superuser=True),
]

NO_LONGER_STOCKED = {"COF-105", "TEA-220", "BRW-432", "PAN-641", "MISC-002", "BAK-012"}
RUNNING_LOW = {"COF-103", "TEA-211", "BRW-402", "TAB-504", "PAC-701", "CLN-804"}

# What is for sale: SKU and description. Name and price are as in alice's stock.
SHELF = {
    "COF-101": "Jasmine, bergamot, apricot. Washed, grown at 2,000 m.",
    "COF-102": "Red apple and caramel. Our most even-tempered single origin.",
    "COF-103": "Hazelnut and cocoa, low acidity. A safe start for espresso.",
    "COF-104": "Blackcurrant and grapefruit. Ask for it as a pour-over first.",
    "COF-105": "Orange and dark chocolate. Back with the next harvest.",
    "COF-110": "Two parts Brazil, one part Ethiopia. What we pour at the counter.",
    "COF-120": "Decaffeinated with water alone. Plum and malt.",
    "COF-190": "One lot, forty bags.\nBrew it at 92 °C, and with nobody in a hurry.",
    "TEA-201": "Malty and strong. Takes milk well.",
    "TEA-202": "Light and flowery, this spring's picking.",
    "TEA-211": "Stone-ground from shaded leaves. Whisk 2 g in 70 ml of water.",
    "TEA-220": "Without caffeine. Sold out until autumn.",
    "BRW-401": "Porcelain, for one to four cups.",
    "BRW-402": "Oxygen-bleached, without taste of paper.",
    "BRW-410": "Pours as slowly as you like. For gas, ceramic and induction.",
    "BRW-411": "Splash-proof. Charges by USB-C.",
    "BRW-420": "Double-walled steel, keeps a litre hot for an hour.",
    "BRW-421": "The traveller's brewer. Hard to break, easy to clean.",
    "TAB-501": "Thick-walled stoneware, glazed by hand.",
    "TAB-502": "Thick-walled stoneware, glazed by hand. Stacks.",
    "TAB-520": "Keeps warm through a long conversation.",
    "PAN-610": "Foams like milk.",
    "PAN-630": "42 % cocoa, no milk powder.",
    "PAC-730": "We pack it for you. Write the card yourself, though.",
}
NOT_ON_SALE = {"COF-105", "TEA-220"}

# Who may publish keeps what the shelf offers.
EDITH_STOCK: Stock = {
    category: wanted
    for category, rows in ALICE_STOCK.items()
    if (wanted := [row for row in rows if row[1] in SHELF])
}
STOCK = {"alice": ALICE_STOCK, "bruno": BRUNO_STOCK, "edith": EDITH_STOCK}

# Username: title and whether it is done
TASKS = {
    "alice": [
        ("Count the paper cups", True),
        ("Pay the invoice for the water softener", True),
        ("Reorder Yirgacheffe before Friday", False),
        ("Ask for a better price on 1 kg bags", False),
        ("Give the umbrella back", False),
    ],
    "bruno": [
        ("Clean the deck oven", True),
        ("Order rye flour for December", False),
        ("Try the new proofing baskets", False),
    ],
    "edith": [
        ("Write descriptions for the new teas", True),
        ("Take Guatemala Antigua off the shelf", True),
        ("Photograph the gift box", False),
    ],
    "victor": [
        ("Taste the Kenya", True),
        ("Choose a present for Edith", False),
    ],
}
# Username and the SKU of what this owner means to order again
RESTOCK = {"alice": "PAC-701"}
