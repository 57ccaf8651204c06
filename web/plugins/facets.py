"""Facets of large tables: of a whole table they were counted when it was published, which takes no time."""

from datasette import hookimpl
from datasette.facets import ColumnFacet
from datasette.utils import path_with_added_args

COUNTED = """
select value, number from table_facets where table_name = :table and column_name = :column
order by number desc, value limit :size
"""
ALL = "select sum(number) from table_facets where table_name = :table group by column_name limit 1"


@hookimpl
def register_facet_classes():
    """A kind of facet for the metadata: {"counted": column}."""
    return [CountedFacet]


class CountedFacet(ColumnFacet):
    """The facet of a column, read where the whole table is shown, and counted where a part of it is."""

    type = "counted"

    async def suggest(self):
        """None: which columns were counted, the metadata says."""
        return []

    async def facet_results(self):
        """The facets, and the columns for which there was not time enough."""
        if not await self.is_whole():
            found, late = await super().facet_results()
            return [facet | {"type": "column"} for facet in found], late
        return [await self.read(one["config"]["simple"]) for one in self.get_configs()], []

    async def is_whole(self):
        """Are all rows shown of a table that was counted? Its later pages too, where Datasette counts the rest only."""
        is_narrowed = not self.table or not all(name.startswith("_") for name in self.request.args)
        if is_narrowed or not await self.ds.get_database(self.database).table_exists("table_facets"):
            return False
        rows = (await self.ds.execute(self.database, ALL, {"table": self.table})).rows
        return bool(rows) and rows[0][0] == self.row_count

    async def read(self, column):
        """One facet as ColumnFacet gives it; its own type would be shown to readers."""
        size = self.get_facet_size()
        asked = {"table": self.table, "column": column, "size": size + 1}
        rows = (await self.ds.execute(self.database, COUNTED, asked)).rows
        labels = await self.ds.expand_foreign_keys(self.database, self.table, column, [row["value"] for row in rows])
        results = [
            {
                "value": value,
                "label": labels.get((column, value), value),
                "count": number,
                "toggle_url": self.address(path_with_added_args(self.request, {column: value, "_next": None})),
                "selected": False,
            }
            for value, number in rows[:size]
        ]
        facet = {"name": column, "type": "column", "hideable": False, "toggle_url": self.address(self.request.path)}
        return facet | {"results": results, "truncated": len(rows) > size}

    def address(self, path):
        """The whole address of a path."""
        return self.ds.absolute_url(self.request, self.ds.urls.path(path))
