"""A StreamField whose blocks stay out of migrations: rewording a help text is not a change of schema.

The price: in a data migration the historical field knows no blocks, so such a migration must work on the raw JSON
(`Model.objects.values_list("body")` and `.update()`), never load and save a page.
"""

from typing import Any

from wagtail.fields import StreamField


class BlockField(StreamField):
    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def clone(self) -> "BlockField":
        _, _, args, kwargs = self.deconstruct()
        return type(self)(self.block_types_arg, *args, **kwargs, **self.block_opts_as_given())

    def block_opts_as_given(self) -> dict[str, Any]:
        return {key: value for key, value in self.block_opts.items() if key != "required"}
