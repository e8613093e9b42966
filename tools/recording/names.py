"""Names of folders and of kinds of documents, in English and in French."""

from typing import Final

#: Folders that are of no country that a fact sheet names.
FOLDERS: Final = {
    "fr": ("France, central level", "France, niveau central"),
    "ml": ("Mali", "Mali"),
    "shared": ("Several countries", "Plusieurs pays"),
}
#: What a document is called, by its kind.
DOCUMENTS: Final = {
    "decree": ("Text", "Texte"),
    "encyclopaedia": ("Encyclopaedia article", "Article d’encyclopédie"),
    "official-page": ("Page", "Page"),
    "parliament": ("Text of parliament", "Texte parlementaire"),
    "press": ("Article", "Article"),
    "thesis": ("Memoir", "Mémoire"),
}
