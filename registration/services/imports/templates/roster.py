"""The file of a district's producers and products: a row for each product, with what is registered, or blank."""
