package sandbox

import (
	"net/http"

	"ferry/core/sandbox/world"
)

// item sends one resource; write fills the members of data.
func (c *call) item(status int, write func(*jsonWriter)) error {
	j := c.writer()
	defer c.buffers.Put(j)
	j.b = append(j.b, '{')
	j.begin("data")
	write(j)
	j.end()
	j.end()
	writeJSON(c.x, status, mediaType(c.r), j.b)
	return nil
}

// list sends one page: its items, the links to its neighbours, and meta with whatever more belongs there.
func list[T any](c *call, asked paging, page world.Page[T], write func(*jsonWriter, T), meta func(*jsonWriter)) error {
	j := c.writer()
	defer c.buffers.Put(j)
	j.b = append(j.b, '{')
	j.beginList("data")
	for _, item := range page.Items {
		j.beginItem()
		write(j, item)
		j.end()
	}
	j.endList()

	j.omitNulls = true
	address := c.base + c.path
	j.begin("links")
	j.text("first", string(asked.appendLink(nil, address, "", "")))
	if page.After != "" {
		j.text("next", string(asked.appendLink(nil, address, "after", page.After)))
	}
	if page.Before != "" {
		j.text("prev", string(asked.appendLink(nil, address, "before", page.Before)))
	}
	j.end()

	j.begin("meta")
	j.begin("paging")
	j.integer("limit", page.Limit)
	j.text("before", page.Before)
	j.text("after", page.After)
	j.end()
	if meta != nil {
		meta(j)
	}
	j.end()
	j.end()
	writeJSON(c.x, http.StatusOK, mediaType(c.r), j.b)
	return nil
}

// writer takes an empty writer out of the pool; whoever took it puts it back.
func (c *call) writer() *jsonWriter {
	j := c.buffers.Get().(*jsonWriter)
	j.b, j.omitNulls = j.b[:0], false
	return j
}

func (j *jsonWriter) identity(kind, id string) {
	j.plain("type", kind)
	j.plain("id", id)
}

// related writes a to-one relationship: which resource, and where it stands.
func (j *jsonWriter) related(name, kind, id, address string) {
	j.begin(name)
	j.begin("data")
	j.identity(kind, id)
	j.end()
	if address != "" {
		j.begin("links")
		j.text("related", address)
		j.end()
	}
	j.end()
}

// relatedList writes a to-many relationship, which names only the address and the type.
func (j *jsonWriter) relatedList(name, kind, address string) {
	j.begin(name)
	j.begin("links")
	j.text("related", address)
	j.begin("meta")
	j.text("type", kind)
	j.end()
	j.end()
	j.end()
}
