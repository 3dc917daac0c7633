package starlark

import (
	"testing"

	"synod/node"
	stores "synod/node/disk"
	"synod/node/host"
)

// cluster is a cluster of hosts in memory, with a queue for a network.
type cluster struct {
	hosts []*host.Host
	queue []node.Event
	to    []node.ID
}

func newCluster(b *testing.B, p *Protocol, n int) *cluster {
	c := new(cluster)
	for id := node.ID(1); int(id) <= n; id++ {
		h, effects, err := host.Start(p, node.Config{Self: id, Nodes: n}, stores.NewMemory(), host.Create)
		if err != nil {
			b.Fatal(err)
		}
		c.hosts = append(c.hosts, h)
		c.send(id, effects)
	}
	return c
}

func (c *cluster) send(from node.ID, effects []node.Effect) {
	for i := range effects {
		if e := &effects[i]; e.Kind == node.EffectSend {
			c.queue, c.to = append(c.queue, node.Event{Kind: node.EventDeliver, From: from, Message: e.Message}), append(c.to, e.To)
		}
	}
}

// settle delivers all messages, and returns how many there were.
func (c *cluster) settle(b *testing.B) int {
	n := 0
	for ; n < len(c.queue); n++ {
		id := c.to[n]
		effects, err := c.hosts[id-1].Step(&c.queue[n])
		if err != nil {
			b.Fatal(err)
		}
		c.send(id, effects)
	}
	c.queue, c.to = c.queue[:0], c.to[:0]
	return n
}

// BenchmarkDeliveries delivers the messages of one request after the other to three nodes.
func BenchmarkDeliveries(b *testing.B) {
	for _, name := range []string{"counter", "register", "ring", "paxos"} {
		b.Run(name, func(b *testing.B) {
			p := example(b, name)
			c := newCluster(b, p, 3)
			b.ReportAllocs()
			delivered := 0
			for id := uint64(1); b.Loop(); id++ {
				if id%1000 == 0 {
					b.StopTimer() // the disks grow
					c = newCluster(b, p, 3)
					b.StartTimer()
				}
				r := asks[name][0]
				r.ID, r.Client = id, "c1"
				effects, err := c.hosts[0].Step(&node.Event{Kind: node.EventRequest, Request: &r})
				if err != nil {
					b.Fatal(err)
				}
				c.send(1, effects)
				delivered += c.settle(b)
			}
			b.ReportMetric(float64(delivered)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(delivered), "ns/message")
		})
	}
}

// BenchmarkRestore makes a machine of its encoding, lets it take a message, and encodes
// it again, as a search does.
func BenchmarkRestore(b *testing.B) {
	p := example(b, "paxos")
	cfg := node.Config{Self: 2, Nodes: 3}
	m, err := p.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	state := m.(node.Snapshotter).AppendState(nil)
	msg := p.Encode(nil, &Message{index: 0, kind: "prepare", fields: []field{{"ballot", Starlark("(1,1)")}}})
	b.ReportAllocs()
	var effects node.Effects
	for b.Loop() {
		m, err := p.Restore(cfg, state)
		if err != nil {
			b.Fatal(err)
		}
		decoded, err := p.Decode(msg)
		if err != nil {
			b.Fatal(err)
		}
		effects = effects[:0]
		m.Step(&node.Event{Kind: node.EventDeliver, From: 1, Message: decoded}, &effects)
		m.AppendState(nil)
	}
}

func BenchmarkLoad(b *testing.B) {
	program := example(b, "paxos").Program()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(program); err != nil {
			b.Fatal(err)
		}
	}
}
