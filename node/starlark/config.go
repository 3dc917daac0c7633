package starlark

import (
	"fmt"
	"maps"

	"go.starlark.net/starlark"

	"synod/node"
)

// config is what a machine is told at the start, as handlers see it.
type config struct {
	*Protocol
	from     node.Config
	id       starlark.Value
	nodes    starlark.Value // the ids of all
	peers    starlark.Value // the ids of all others
	majority starlark.Value
	settings []starlark.Value // of each parameter
	on       []bool           // of each rule
}

// maxConfigs bounds how many configurations are kept: more than a cluster has nodes.
const maxConfigs = 64

// configure returns the configuration of cfg, which is made once: a search makes a
// machine for every step.
func (p *Protocol) configure(cfg node.Config) (*config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.configs {
		if c.from.Self == cfg.Self && c.from.Nodes == cfg.Nodes && maps.Equal(c.from.Rules, cfg.Rules) && maps.Equal(c.from.Settings, cfg.Settings) {
			return c, nil
		}
	}
	c, err := p.newConfig(cfg)
	if err != nil {
		return nil, err
	}
	if len(p.configs) == maxConfigs {
		p.configs = p.configs[1:]
	}
	p.configs = append(p.configs, c)
	return c, nil
}

func (p *Protocol) newConfig(cfg node.Config) (*config, error) {
	if cfg.Nodes < 1 {
		return nil, fmt.Errorf("nodes: got %d, want at least 1", cfg.Nodes)
	}
	if cfg.Self < 1 || int(cfg.Self) > cfg.Nodes {
		return nil, fmt.Errorf("self: got %v, want n1 to n%d", cfg.Self, cfg.Nodes)
	}
	if err := p.checkRules(cfg.Rules); err != nil {
		return nil, err
	}
	if err := cfg.Settings.Check(p); err != nil {
		return nil, err
	}
	cfg.Rules, cfg.Settings = maps.Clone(cfg.Rules), maps.Clone(cfg.Settings)
	c := &config{Protocol: p, from: cfg, id: starlark.MakeInt(int(cfg.Self)), majority: starlark.MakeInt(node.Majority(cfg.Nodes))}
	var all, others []starlark.Value
	for id := 1; id <= cfg.Nodes; id++ {
		all = append(all, starlark.MakeInt(id))
		if id != int(cfg.Self) {
			others = append(others, starlark.MakeInt(id))
		}
	}
	c.nodes, c.peers = starlark.NewList(all), starlark.NewList(others)
	c.nodes.Freeze()
	c.peers.Freeze()
	for i := range p.parameters {
		v, err := setting(&p.parameters[i], cfg.Settings)
		if err != nil {
			return nil, err
		}
		c.settings = append(c.settings, v)
	}
	for _, r := range p.rules {
		on, set := cfg.Rules[r.Name]
		c.on = append(c.on, on || !set)
	}
	return c, nil
}
