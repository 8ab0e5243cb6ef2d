package app

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"slices"

	"ferry/core"
)

// packed keeps many proposals in little memory. They are packed some at a time, because proposals resemble each other.
type packed struct {
	blocks [][]byte
	last   int             // the block that was unpacked last: the next line is often its neighbour
	open   []core.Proposal // what it holds
}

// perBlock trades memory for the time to read one: a block is unpacked in about a millisecond.
const perBlock = 16

func pack(proposals []core.Proposal) (p packed, err error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return p, err
	}
	for from := 0; from < len(proposals); from += perBlock {
		out.Reset()
		w.Reset(&out)
		if err := json.NewEncoder(w).Encode(proposals[from:min(from+perBlock, len(proposals))]); err != nil {
			return p, err
		}
		if err := w.Close(); err != nil {
			return p, err
		}
		p.blocks = append(p.blocks, bytes.Clone(out.Bytes()))
	}
	return p, nil
}

// block unpacks the proposals that stand together with number i.
func (p packed) block(i int) (list []core.Proposal, err error) {
	r := flate.NewReader(bytes.NewReader(p.blocks[i/perBlock]))
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return list, json.Unmarshal(text, &list)
}

// at unpacks proposal number i. It must not be called at the same time as itself.
func (p *packed) at(i int) (core.Proposal, error) {
	if p.open == nil || p.last != i/perBlock {
		list, err := p.block(i)
		if err != nil {
			return core.Proposal{}, err
		}
		p.last, p.open = i/perBlock, list
	}
	one := p.open[i%perBlock]
	one.Options = slices.Clone(one.Options)
	return one, nil
}
