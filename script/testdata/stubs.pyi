# What a script of synod can say, for editors; written by synod doc --stubs.

from typing import Any

class Cluster:
    """A cluster is what cluster() returns: nodes, their network and their
    clock. The verbs act on the cluster that was made last; as methods they act
    on this one.
    """

    seed: Any
    """The seed of the run; a string such as "7,120:93" when it changes to
    another on the way.
    """

    size: Any
    """How many nodes there are."""

    def nodes(self) -> list[Node]:
        """Returns the nodes, in the order of their numbers.

        Returns a list of nodes.
        """

    def node(self, which) -> Node:
        """Returns the node with a number or a name such as "n2".

        A node has every verb that begins with a node as a method:
        node(2).crash() is crash(2).

        Returns a node.
        """

    def reset(self, seed=None) -> None:
        """Starts over: time 0, every node up on an empty disk, nothing in
        flight, no network rule, no invariant.

        Processes that run keep running. The seed stays as it is unless given.
        """

    def close(self) -> None:
        """Stops the nodes and waits for them. The end of the script does it
        too.
        """

    def random(self, name="script") -> Random:
        """Returns random numbers for the use that name says, drawn from the
        seed: what one use draws does not disturb another.

        Returns a source of random numbers.
        """

    def proposer(self, node, value, ballot=None, client="") -> Proposer:
        """Returns a proposer at a node that is driven by hand, with prepare and
        accept.

        value is an int, a string, a bool, or a list or dict of them, of at most
        64 KiB as JSON. ballot is its first ballot, such as (3, 1); the node
        chooses unless given. A node has one proposer at a time. client names
        who asks, for the history; one that has a name waits for its answer
        before it asks again.
        """

    def propose(self, node, value, ballot=None, client="") -> Proposer:
        """Lets a node propose a value by itself: both phases, again when
        nothing is answered, with the next ballot when it is refused.

        Nothing moves until the script lets time pass, for instance with wait or
        run. client is as for proposer.

        Returns a proposer.
        """

    def submit(self, node, value, timeout="10s", client="") -> Result:
        """Proposes a value and waits: propose and wait in one.

        The result has outcome ("chosen" or "unknown"), value, mine (whether it
        is the value asked for), ballot, rounds and messages. After timeout of
        virtual time, or at once when nothing can come any more but what is
        held, the outcome is "unknown", and in the history the client hears
        nothing later. client is as for proposer.

        Returns a result.
        """

    def read(self, node, timeout="10s", client="") -> Any:
        """Lets a node find out what is chosen, by a ballot of its own without a
        value of its own.

        It returns None when nothing can have been chosen. It is an error when
        that cannot be found out within timeout. client is as for proposer.

        Returns a value or None.
        """

    def reader(self, node, client="") -> Proposer:
        """Lets a node find out what is chosen, as read does, without waiting:
        wait() tells, with the outcome "empty" when nothing can have been
        chosen. client is as for proposer.

        Returns a proposer.
        """

    def run(self, duration=None, until=None, within="10s") -> bool:
        """Lets everything happen that is due in a duration, or until until() is
        true.

        until is asked before every event and may look but not act. It is given
        up after within, and at once when nothing can come any more but what is
        held and until does not look at what time alone changes.

        Returns whether until became true.
        """

    def settle(self, within="10s") -> bool:
        """Lets everything happen until nothing is left to happen, or within has
        passed. What is held does not count: when all that is left are timers
        whose messages are held too, it says so and returns False at once.

        Returns whether all is quiet.
        """

    def step(self, n=1) -> int:
        """Lets the next n events happen.

        Returns how many events happened.
        """

    def stop_before(self, event, fn) -> None:
        """Calls fn and ends it just before an event of the trace, by its
        number. It is an error when fn ends before that.

        What fn would have done then is not done; what it did stays. A session
        that was saved uses it for a command that was cut short.
        """

    def sleep(self, duration) -> None:
        """Lets a duration of virtual time pass, with everything that is due in
        it.
        """

    def wait_for(self, until=None, kind=None, src=None, dst=None, ballot=None, where=None, within="10s") -> Any:
        """Lets time pass until a message that is meant is in flight, or until()
        is true. It is an error when that does not come within.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns the message, or what until returned.
        """

    def spawn(self, fn, *args) -> Task:
        """Lets fn(*args) run beside the script, whenever virtual time passes:
        one task at a time, each until it sleeps or waits.

        A task may propose, sleep, wait and wait_for, crash and cut; what moves
        the world by itself, such as deliver, is for the script alone.

        Returns a task.
        """

    def now(self) -> Any:
        """Returns the virtual time since the cluster started.

        Returns a duration.
        """

    def pending(self, kind=None, src=None, dst=None, ballot=None, where=None) -> list[Message]:
        """Returns the messages in flight and held, in the order in which they
        are due; kind="timer" returns the timers.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any. A message has kind, src, dst, due, held, waiting and its own
        fields, such as ballot and value.

        Returns a list of messages.
        """

    def deliver(self, message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
        """Delivers messages now, before anything else: one, a list of them, or
        all that are meant.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any. It is an error to mean none. The clock moves to the time the
        message was due, if that is still to come.

        Returns how many messages.
        """

    def drop(self, message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
        """Throws messages away. It says which as deliver does.

        Returns how many messages.
        """

    def duplicate(self, message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
        """Lets messages arrive once more. It says which as deliver does; one
        that has arrived already will do too.

        Returns how many messages.
        """

    def release(self, message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
        """Lets held messages go on their way. It says which as deliver does; of
        those that a description means, only the held ones count. They arrive
        when time passes, each when it was due or else at once.

        release() with nothing in it lets everything held go and holds no more:
        it ends cluster(hold=True) and every rule of hold.

        Returns how many messages.
        """

    def flush(self) -> None:
        """Delivers everything in flight or held, and what comes of it, until no
        message is left. Timers do not fire.
        """

    def hold(self, kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
        """Holds messages from now on, until they are released or delivered by
        hand. stop() ends the rule; what it holds stays held.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns a rule.
        """

    def delay(self, time, kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
        """Lets messages take longer from now on, by a duration, a pair to draw
        from evenly, or ("exp", least, mean).

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns a rule.
        """

    def lose(self, rate=1, kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
        """Loses messages from now on, each with the probability rate.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns a rule.
        """

    def repeat(self, rate=1, later="0s", kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
        """Lets messages arrive twice from now on, each with the probability
        rate, the second time later by a duration.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns a rule.
        """

    def reorder(self, rate=1, by="10ms", kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
        """Lets messages be overtaken from now on: each with the probability
        rate takes up to by longer, drawn evenly.

        A message is meant when it is of that kind, from one of src, to one of
        dst, at that ballot, and where(message) is true; what is left out is
        any.

        Returns a rule.
        """

    def partition(self, *groups, in_flight="lose") -> Rule:
        """Cuts every link between nodes of different groups, such as
        partition([1, 2], [3, 4, 5]).

        Nodes in no group form one more. Messages on a link when it is cut are
        lost, or arrive with in_flight="keep".

        Returns a rule.
        """

    def cut(self, a, b, oneway=False, in_flight="lose") -> Rule:
        """Cuts the links between a and b, each a node or a list; with oneway
        only those from a to b.

        A node has no link to itself. in_flight is as for partition.

        Returns a rule.
        """

    def isolate(self, node, in_flight="lose") -> Rule:
        """Cuts every link of a node. in_flight is as for partition.

        Returns a rule.
        """

    def linked(self, a, b) -> Any:
        """Returns whether messages from node a to node b pass the cuts in
        force: those of partition, cut, isolate, bridge and ring.

        A node is always linked to itself. What lose takes is another matter.

        Returns True or False.
        """

    def heal(self, among=None, hold=False) -> None:
        """Stops every network rule but those of hold. What is held stays held,
        and with hold=True it goes its way and nothing is held any more: that
        ends cluster(hold=True) too.

        With among, a list of nodes, it is about the messages between these
        nodes only: every rule, one of hold too, does nothing any more to them,
        and what a rule held of them goes its way. cluster(hold=True) goes on to
        hold them unless hold=True is given here too. To all other messages
        everything is as before.
        """

    def bridge(self, node, in_flight="lose") -> Rule:
        """Cuts the other nodes into two halves that only this node can reach
        both of. in_flight is as for partition.

        Returns a rule.
        """

    def ring(self, in_flight="lose") -> Rule:
        """Lets every node reach only its two neighbours, the last one being the
        first one's. in_flight is as for partition.

        Returns a rule.
        """

    def crash(self, node, at=None, kind=None, src=None, ballot=None, where=None) -> Fault | Trap:
        """Stops a node at once; a process is killed with SIGKILL.

        What it had not synced is lost, and its timers and proposers with it.
        What it sent is on its way; what reaches it while it is down is lost.

        With at it dies in its next step instead, between two effects: "before_"
        or "after_" and write, sync, send or publish, with ":2" for the second,
        such as "after_send:2". With kind, src, ballot or where it is the next
        step for a message that is meant. See crash_points.

        Returns a fault, or with at a trap.
        """

    def crash_points(self, node, message=None) -> list[str]:
        """Lists the places at which a node can die in the step that a message
        to it causes, or else whatever comes to it next.

        message may be a proposer that is still driven by hand: then it is the
        step in which it starts.

        Returns a list of strings.
        """

    def pause(self, node) -> Fault:
        """Stops a node from running; a process gets SIGSTOP. What comes for it
        waits, and nothing is lost.

        Returns a fault.
        """

    def resume(self, node) -> None:
        """Lets a paused node go on, with what has come for it meanwhile."""

    def skew(self, node, step="0s", rate=1) -> Fault:
        """Puts a node's clock forward by step, or back with "-5ms", and lets it
        run at rate, 1 being right.

        Timers that are set fire by that clock: put forward, it makes them fire
        early.

        Returns a fault.
        """

    def disk(self, node, fail=None, times=1, full=False, slow="0s", lose_unsynced=False, torn=None, rollback=None, corrupt=None) -> Fault | None:
        """Says what is wrong with a node's disk from now on, or damages it
        while the node is down; with nothing but the node it works again.

        While the node is up: fail="sync" lets as many syncs fail as times says,
        and full=True all of them, and a node whose disk fails stops; slow lets
        each sync take a virtual time; lose_unsynced=True lets the disk say that
        it synced when it did not, so that a crash loses it. While it is down:
        torn=k leaves k bytes of the last record, rollback=k takes the last k
        records away, corrupt=k flips bit k of the file, and corrupt=True its
        last.

        Returns a fault, or None for damage.
        """

    def restart(self, node, disk="keep") -> None:
        """Starts a node that is down, on the disk it had, or with disk="wipe"
        on an empty one.

        A node that forgets what it promised can break agreement: wiping is
        there to show that.
        """

    def state(self, node) -> State:
        """Returns the state of a node as it is now, with one attribute for each
        field of the protocol, and node, down and hash.

        Returns a state.
        """

    def show(self) -> str:
        """Prints the state of all nodes as a table. It prints where the call is
        a whole statement; inside an expression, such as print(…), it only
        returns the text.

        Returns the text.
        """

    def boxes(self) -> str:
        """Prints what each acceptor was asked, in its own order: [P ballot] for
        prepare, [A ballot value] for accept, with "refused" where it refused.
        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.
        """

    def trace(self, last=20) -> str:
        """Prints the last lines of the trace, also when it is off. It prints
        where the call is a whole statement; inside an expression, such as
        print(…), it only returns the text.

        Returns the text.
        """

    def diagram(self, last=200, width=None) -> str:
        """Prints the last events as a space-time diagram: a column for each
        node, an arrow for each message, lost ones included. It prints where the
        call is a whole statement; inside an expression, such as print(…), it
        only returns the text.

        width is how many columns it may take, 40 to 1000: as many as the
        terminal has unless given, or 100 where there is none.

        Returns the text.
        """

    def played(self) -> str:
        """Returns the run so far as a script without tasks, loops and draws,
        which gives the same trace.

        What a task did stands where it did it, after so many events and so much
        time. A rule or a trap with a function of the script cannot be written
        down like that; a comment stands in its place, and says of an invariant
        that it broke.

        Returns a script.
        """

    def file(self, node) -> Any:
        """Returns what the file CISC5597 in a node's directory holds, or None
        while there is no such file.

        Returns a value or None.
        """

    def files(self) -> dict:
        """Returns what every node's file holds, by the number of the node.

        Returns a dict.
        """

    def chosen(self) -> Any:
        """Returns the value that a quorum has accepted at one ballot, whether
        or not any node knows; None while there is none.

        Returns a value or None.
        """

    def refresh(self) -> str:
        """Reads again and prints what every node promised, accepted and
        learned, and its file. It changes nothing. It prints where the call is a
        whole statement; inside an expression, such as print(…), it only returns
        the text.

        Returns the text.
        """

    def note(self, text) -> None:
        """Puts a line of text into the trace."""

    def check(self) -> None:
        """Fails unless no property broke in this run and every node's file
        holds what is chosen. The properties are checked after every event
        anyway.
        """

    def invariant(self, name, fn) -> None:
        """Lets fn() be called after every event from now on, and now; the run
        is violated once it returns something false or an assertion in it fails.

        fn may look but not act. Returning None counts as holding.
        """

    def eventually(self, fn, within="10s") -> None:
        """Lets the world run until fn() is true, and fails if that does not
        come within a duration.
        """

    def eventually_decides(self, quorum=None, within="10s", value="live") -> Result | Proposer:
        """Lets a quorum work again, leaves everything else as broken as it is,
        and fails unless a proposer at one of its nodes decides within a
        duration.

        quorum lists nodes, the lowest ones that are a majority unless given.
        Those that are down restart on the disk they have, paused ones go on,
        disks and clocks work, crashes that wait for their place are called off,
        and heal(among=quorum) heals the links between them. What is under way
        at one of them goes on; if that is nothing, the lowest that can takes
        the proposal of value. The failure says of every proposer how many
        ballots it started, and names those that took the ballot from each
        other.

        Returns the result of the first proposer that decided.
        """

    def history(self, operations=None) -> History:
        """Returns what clients asked of the nodes in this run and what they
        know of it, or a history of operations that were written by hand with
        operation().

        Returns a history.
        """

    def linearizable(self, model="consensus", history=None, budget=1000000, initial=None) -> Judgement:
        """Decides whether the operations of a history fit an order in which
        each happens at one point between its invocation and its return, and the
        results are those of a model; in a check it is
        assert.true(linearizable()).

        The history is that of this run unless given, as a history or a list of
        operations. model is "consensus" (the first propose fixes the value, and
        each returns it), "register" (write and read), "cas" (a register with
        cas of [old, new]), or a function step(state, operation, result) that
        returns the next state, or None where the operation cannot have that
        result; initial is its first state, and no state is None. Of an unknown
        operation it is asked with the result None, and may refuse it. The
        search ends after budget steps, and what it has not decided then is
        "unknown", never "holds".

        Returns a judgement.
        """

    def explore(self, propose=[], timers=0, crashes=0, restarts=None, wipes=0, duplicates=0, drops=0, partitions=0, properties=None, linearizable=None, goal=None, prune=None, strategy="breadth", depth=None, states=50000000, memory=1024, time="0s", walks=None, changes=2, seed=None, reduce=True, paranoid=False) -> Exploration:
        """Searches everything that can come of the cluster as it is now, and
        changes nothing: every order in which messages may arrive, and any of
        them never.

        propose lists what clients may ask for, each once and at any time, such
        as [(1, "A"), (2, "B")]; a value of None is a read. timers is how many
        timers may fire at each node, which is how often a proposer that was
        refused may retry: to send again is nothing that a search would need,
        since no message is lost. crashes, at every crash point, restarts (as
        many as crashes unless given), wipes (restarts on an empty disk) and
        duplicates (messages that arrive once more) count in all. drops
        (messages that are lost) and partitions (the network of at most eight
        nodes is divided in two, in any way, what is between the sides is lost,
        and it may heal at any time) count in all too; safety needs neither,
        since every message may for ever be on its way, so they are left out of
        a search with "safety" (see reduce): they are for goals and invariants
        that look at what is pending or linked, and for walks, in which a node
        is seldom alone for long by chance. The safety properties and the
        invariants of the run are checked in every state; properties names those
        of the former that count, all unless given. linearizable asks besides
        that what clients are told can be explained: as by linearizable() if
        True, or as by the model of that name or a function with its first
        state, such as (queue, []); the history begins with that of the run.
        With goal, a function like those of invariant, the search is for a state
        in which it is true; where prune is true it goes no further. strategy is
        "breadth" (the shortest way), "depth", "random" or "pct" (walks, drawn
        by seed; changes is how often priorities change in a walk). depth bounds
        the steps, states the distinct states, memory the megabytes, time the
        wall clock; a search that hits a bound is "unknown". reduce leaves out
        what makes no difference, all of it unless given as False or as some of
        these: "dead", messages that can no longer do anything; "safety", when
        only the safety properties look, also messages that nobody needs any
        more, crashes that lose nothing, and orders of answers that come to the
        same; "symmetry", of states that differ only in which of some nodes
        alike is which, all but one, where nobody looks who could tell these
        nodes apart, such as a goal, a cut or a crash in the middle of a step.
        paranoid does everything twice.

        Returns an exploration.
        """

    def shrink(self, states=2000000) -> Counterexample:
        """Returns the shortest run it can make of this one that breaks the same
        property; the cluster stays as it is.

        The run must have broken a property, for instance inside
        expect_violation; if it has not, what the last explore() of this run
        found is shrunk. Requests, crashes, restarts, failures of disks, timers
        and deliveries are left out as long as the property breaks: a message
        that is not delivered is lost, and a cut or a network rule is nothing
        but such messages. Then there are fewer nodes, shorter values, and an
        order in which one thing leads to the next. In the end a search of at
        most so many states looks for a shorter way; if it comes to its end, the
        counterexample is proven shortest. A run whose invariant depends on the
        time, or on what the script remembers, cannot be told again.

        Returns a counterexample.
        """

    def why(self, run=None, walks=1000, seed=None) -> Explanation:
        """Says which step of a counterexample decided, by letting it go on at
        random from its start and after each step, so many walks from each.

        run is what shrink() returned, or an exploration that found a violation;
        None is the run of the cluster if that broke a property, or else what
        the last explore() of this run found. All but the first are shrunk
        first. A walk may do what the counterexample does and has not done yet,
        in any order, and delivers every message. The share of the walks that
        break the property is 100 % from the point of no return on. seed draws
        the walks; the run's seed unless given.

        Returns an explanation.
        """

class Node:
    """A node is what node() and nodes() return. Wherever a node is wanted, its
    number or its name will do.
    """

    id: Any
    """Its number."""

    name: Any
    """Its name, such as "n2"."""

    cluster: Any
    """The cluster that it belongs to."""

    up: Any
    """Whether it runs, paused or not."""

    paused: Any
    """Whether it is stopped by pause()."""

    idle: Any
    """Whether it would take a proposal now: it runs, is not paused, and nothing
    is under way there.
    """

    proposing: Any
    """Whether what a client asked of it, a proposal or a read, is under way."""

    def proposer(self, value, ballot=None, client="") -> Proposer:
        """Returns a proposer at a node that is driven by hand, with prepare and
        accept.

        value is an int, a string, a bool, or a list or dict of them, of at most
        64 KiB as JSON. ballot is its first ballot, such as (3, 1); the node
        chooses unless given. A node has one proposer at a time. client names
        who asks, for the history; one that has a name waits for its answer
        before it asks again.
        """

    def propose(self, value, ballot=None, client="") -> Proposer:
        """Lets a node propose a value by itself: both phases, again when
        nothing is answered, with the next ballot when it is refused.

        Nothing moves until the script lets time pass, for instance with wait or
        run. client is as for proposer.

        Returns a proposer.
        """

    def submit(self, value, timeout="10s", client="") -> Result:
        """Proposes a value and waits: propose and wait in one.

        The result has outcome ("chosen" or "unknown"), value, mine (whether it
        is the value asked for), ballot, rounds and messages. After timeout of
        virtual time, or at once when nothing can come any more but what is
        held, the outcome is "unknown", and in the history the client hears
        nothing later. client is as for proposer.

        Returns a result.
        """

    def read(self, timeout="10s", client="") -> Any:
        """Lets a node find out what is chosen, by a ballot of its own without a
        value of its own.

        It returns None when nothing can have been chosen. It is an error when
        that cannot be found out within timeout. client is as for proposer.

        Returns a value or None.
        """

    def reader(self, client="") -> Proposer:
        """Lets a node find out what is chosen, as read does, without waiting:
        wait() tells, with the outcome "empty" when nothing can have been
        chosen. client is as for proposer.

        Returns a proposer.
        """

    def isolate(self, in_flight="lose") -> Rule:
        """Cuts every link of a node. in_flight is as for partition.

        Returns a rule.
        """

    def bridge(self, in_flight="lose") -> Rule:
        """Cuts the other nodes into two halves that only this node can reach
        both of. in_flight is as for partition.

        Returns a rule.
        """

    def crash(self, at=None, kind=None, src=None, ballot=None, where=None) -> Fault | Trap:
        """Stops a node at once; a process is killed with SIGKILL.

        What it had not synced is lost, and its timers and proposers with it.
        What it sent is on its way; what reaches it while it is down is lost.

        With at it dies in its next step instead, between two effects: "before_"
        or "after_" and write, sync, send or publish, with ":2" for the second,
        such as "after_send:2". With kind, src, ballot or where it is the next
        step for a message that is meant. See crash_points.

        Returns a fault, or with at a trap.
        """

    def crash_points(self, message=None) -> list[str]:
        """Lists the places at which a node can die in the step that a message
        to it causes, or else whatever comes to it next.

        message may be a proposer that is still driven by hand: then it is the
        step in which it starts.

        Returns a list of strings.
        """

    def pause(self) -> Fault:
        """Stops a node from running; a process gets SIGSTOP. What comes for it
        waits, and nothing is lost.

        Returns a fault.
        """

    def resume(self) -> None:
        """Lets a paused node go on, with what has come for it meanwhile."""

    def skew(self, step="0s", rate=1) -> Fault:
        """Puts a node's clock forward by step, or back with "-5ms", and lets it
        run at rate, 1 being right.

        Timers that are set fire by that clock: put forward, it makes them fire
        early.

        Returns a fault.
        """

    def disk(self, fail=None, times=1, full=False, slow="0s", lose_unsynced=False, torn=None, rollback=None, corrupt=None) -> Fault | None:
        """Says what is wrong with a node's disk from now on, or damages it
        while the node is down; with nothing but the node it works again.

        While the node is up: fail="sync" lets as many syncs fail as times says,
        and full=True all of them, and a node whose disk fails stops; slow lets
        each sync take a virtual time; lose_unsynced=True lets the disk say that
        it synced when it did not, so that a crash loses it. While it is down:
        torn=k leaves k bytes of the last record, rollback=k takes the last k
        records away, corrupt=k flips bit k of the file, and corrupt=True its
        last.

        Returns a fault, or None for damage.
        """

    def restart(self, disk="keep") -> None:
        """Starts a node that is down, on the disk it had, or with disk="wipe"
        on an empty one.

        A node that forgets what it promised can break agreement: wiping is
        there to show that.
        """

    def state(self) -> State:
        """Returns the state of a node as it is now, with one attribute for each
        field of the protocol, and node, down and hash.

        Returns a state.
        """

    def file(self) -> Any:
        """Returns what the file CISC5597 in a node's directory holds, or None
        while there is no such file.

        Returns a value or None.
        """

class Proposer:
    """A proposer is what proposer() and propose() return: one client's wish at
    one node, and what has become of it.
    """

    node: Any
    """The node that proposes."""

    asked: Any
    """The value asked for."""

    value: Any
    """The value bound to the ballot once a quorum has promised it; None before.
    """

    ballot: Any
    """The present ballot."""

    status: Any
    """How it stands: "opened", "preparing", "proposing", "refused", "chosen",
    "empty", "stopped" or "crashed".
    """

    done: Any
    """Whether nothing more will come of it."""

    messages: Any
    """How many messages between nodes it has cost."""

    result: Any
    """What its client knows."""

    def prepare(self, to=None, *, wait=True) -> Proposer:
        """Runs phase 1 with the acceptors in to, all unless given, until their
        answers are back or can no longer come; with wait=False it only sends
        the messages.

        It goes on with the same ballot while phase 1 is open, and starts the
        next ballot after a refusal or after phase 2.

        Returns the proposer.
        """

    def accept(self, to=None, *, wait=True) -> Proposer:
        """Runs phase 2 with the acceptors in to, all unless given, until their
        answers are back or can no longer come; with wait=False it only sends
        the messages.

        It wants phase 1 to have a quorum. It may be called again for other
        acceptors, later than everything else.

        Returns the proposer.
        """

    def start(self) -> Proposer:
        """Lets a proposer go on by itself from where it stands.

        Returns the proposer.
        """

    def stop(self) -> None:
        """Lets the client give up. What was sent stays sent."""

    def wait(self, timeout="10s") -> Result:
        """Lets the world run until the proposer is done, or timeout of virtual
        time has passed. When nothing can come any more but what is held, it
        says so and returns at once, with the outcome "unknown".

        Returns a result.
        """

class Message:
    """A message is what pending() returns a list of: one message in flight or
    held, or a timer.
    """

    kind: Any
    """What it is, such as "prepare"; "timer" for a timer."""

    src: Any
    """The node that sent it; None for a timer."""

    dst: Any
    """The node it is for."""

    due: Any
    """When it arrives if nobody interferes, in virtual time."""

    held: Any
    """Whether it waits for its release."""

    waiting: Any
    """Whether it may still arrive."""

    ballot: Any
    """The ballot it belongs to."""

    value: Any
    """Of accept, accepted and learn: the value it is about."""

    voted: Any
    """Of promise: whether the acceptor has accepted anything before."""

    vote_ballot: Any
    """Of promise: the ballot of that vote; None without one."""

    vote_value: Any
    """Of promise: the value of that vote; None without one."""

    promised: Any
    """Of nack: the higher ballot that the acceptor has promised."""

    def deliver(self) -> None:
        """Delivers the message now, before anything else."""

    def drop(self) -> None:
        """Throws the message away."""

    def duplicate(self) -> None:
        """Lets the message arrive once more."""

    def release(self) -> None:
        """Lets the message, if it is held, go on its way."""

class Rule:
    """A rule is what hold(), lose(), partition() and the other network verbs
    return: it is in force until it is stopped.
    """

    hits: Any
    """How many messages it did something to."""

    stopped: Any
    """Whether it is over."""

    def stop(self) -> None:
        """Stops the rule. What it holds stays held until it is released."""

class Fault:
    """A fault is what crash(), pause(), skew() and disk() return: it is there
    until it is stopped.
    """

    hits: Any
    """How often it bit."""

    stopped: Any
    """Whether it is over."""

    def stop(self) -> None:
        """Ends the fault: a crashed node restarts, a paused one goes on, a disk
        works, a clock runs right.
        """

class Trap:
    """A trap is what crash() returns when it names a place with at: the node
    crashes when it comes there.
    """

    fired: Any
    """Whether the node has died of it."""

    hits: Any
    """1 once the node has died of it, 0 before."""

    armed: Any
    """Whether it still waits."""

    def stop(self) -> None:
        """Takes the trap away."""

class Task:
    """A task is what spawn() returns: a function that runs beside the script,
    in virtual time.
    """

    done: Any
    """Whether it has returned."""

    result: Any
    """What it returned; None before."""

    def wait(self, timeout="10s") -> Any:
        """Lets time pass until the task is done. It is an error when that takes
        longer than timeout of virtual time.

        Returns what the task returned.
        """

class Random:
    """A source of random numbers is what random() returns. Its draws follow
    from the run's seed and its name alone.
    """

    name: Any
    """What it is for."""

    def below(self, n) -> int:
        """Returns a number from 0 to n-1."""

    def pick(self, list) -> Any:
        """Returns one element of a list.

        Returns a value.
        """

    def shuffle(self, list) -> list:
        """Returns the elements of a list in random order.

        Returns a list.
        """

    def hit(self, rate) -> bool:
        """Returns True with the probability rate, from 0 to 1.

        Returns a bool.
        """

    def between(self, least, most) -> Any:
        """Returns a duration from least to most, in whole microseconds."""

class Exploration:
    """An exploration is what explore() returns: the verdict of a search, and
    the way to what it found.
    """

    verdict: Any
    """"holds", "violated", "found", "not found" or "unknown"."""

    bound: Any
    """The bound that was hit, such as "states", when the verdict is "unknown";
    None otherwise.
    """

    violated: Any
    """The property that broke; None when none did."""

    sentence: Any
    """How it broke; None when nothing did."""

    states: Any
    """How many distinct states there are."""

    alike: Any
    """How many more states there are that differ from these only in which of
    some nodes alike is which.
    """

    transitions: Any
    """How many steps lead from one to another, and the start."""

    depth: Any
    """How far the farthest is from the start, in states."""

    time: Any
    """How long the search took by the wall clock; it is shown at the prompt
    alone, since a run must not depend on it.
    """

    steps: Any
    """The way to what was found, a line for each step."""

    def play(self) -> None:
        """Lets the cluster take the steps that were found, one by one, and then
        stand there; the last one breaks the property.
        """

    def script(self) -> str:
        """Returns the run up to the search and the steps that were found as a
        script.

        Returns a script.
        """

    def shrink(self, states=2000000) -> Counterexample:
        """Shrinks what was found, with the run that led up to it, as shrink()
        does with the run of a cluster.

        The search for a shorter way sees at most so many states.

        Returns a counterexample.
        """

    def why(self, walks=1000, seed=None) -> Explanation:
        """Says which step of what was found decided, as why() does with the run
        of a cluster; walks and seed are as there.

        Returns an explanation.
        """

class Counterexample:
    """A counterexample is what shrink() returns: a run that breaks a property,
    with nothing in it that need not be there.
    """

    violated: Any
    """The property that breaks."""

    sentence: Any
    """How it breaks."""

    steps: Any
    """What happens, a line for each step."""

    nodes: Any
    """How many nodes are left."""

    events: Any
    """How many events the run had that was shrunk."""

    proven: Any
    """Whether a search has shown that no way with the same nodes, requests and
    failures has fewer steps.
    """

    def script(self) -> str:
        """Returns the counterexample as a script that expects the violation,
        with a remark behind each line that says what comes of it.

        Returns a script.
        """

    def why(self, walks=1000, seed=None) -> Explanation:
        """Says which step of the counterexample decided, as why() does with the
        run of a cluster; walks and seed are as there.

        Returns an explanation.
        """

class Explanation:
    """An explanation is what why() returns: how likely the end of a run was at
    each of its steps. As text it is a table of them, and a sentence.
    """

    step: Any
    """The number of the step that decided, from 1; 0 when there was no way out
    from the start.
    """

    certain: Any
    """Whether that step, which is not the last, left no way out."""

    event: Any
    """What happened in that step; None when there was no way out from the
    start.
    """

    sentence: Any
    """Which step decided, and how much."""

    steps: Any
    """What happened, a line for each step."""

    shares: Any
    """The share of random continuations that break the property, from 0 to 1:
    at the start, and after each step.
    """

    def diagram(self, width=100) -> str:
        """Prints the counterexample as a space-time diagram, with a mark after
        the step that decided. It prints where the call is a whole statement;
        inside an expression, such as print(…), it only returns the text.

        width is how many columns it may take, 40 to 1000.

        Returns the text.
        """

class Result:
    """A result is what a client knows of its proposal. It is false while the
    outcome is "unknown".
    """

    outcome: Any
    """"chosen", "empty" for a read that found nothing, "stopped", or "unknown"
    for a client who does not know.
    """

    value: Any
    """The value that is chosen, whoever asked for it; None while the outcome is
    unknown.
    """

    mine: Any
    """Whether the chosen value is the one asked for."""

    ballot: Any
    """The last ballot."""

    rounds: Any
    """How many ballots it took."""

    messages: Any
    """How many messages between nodes it cost."""

class History:
    """A history is what history() returns: a list of operations in the order in
    which they were invoked.
    """

    clients: Any
    """The names of the clients, in the order in which they came."""

    def show(self) -> str:
        """Prints the history as a table: times, and in brackets lines of the
        trace. It prints where the call is a whole statement; inside an
        expression, such as print(…), it only returns the text.

        Returns the text.
        """

    def json(self) -> str:
        """Returns the history as JSON Lines, an operation a line. A whole
        number beyond 2^53 is {"$int": "…"} there: see synod doc values.

        Returns the text.
        """

    def edn(self) -> str:
        """Returns the history as Jepsen writes one: an invocation or a
        completion a line, times in nanoseconds.

        Returns the text.
        """

class Operation:
    """An operation is an element of a history: one thing that a client asked
    for, from its invocation to its return.
    """

    client: Any
    """The name of the client; "c3" when it has none."""

    node: Any
    """The name of the node it asked, such as "n1"; None in a history written by
    hand.
    """

    op: Any
    """What it asked for: "propose", "read" or another word."""

    value: Any
    """The value it asked for; None for a read."""

    result: Any
    """What it was told; None unless the outcome is ok."""

    outcome: Any
    """"ok", "fail" when it surely did not happen, or "unknown"."""

    why: Any
    """Why it failed or is unknown, such as "n1 crashed"; "" otherwise."""

    invoked: Any
    """When it began, in virtual time."""

    returned: Any
    """When its client heard the result, or gave up; None while it waits."""

    invoked_event: Any
    """The line of the trace with which it began; 0 in a history written by
    hand.
    """

    returned_event: Any
    """The line of the trace with which it returned; 0 where there is none."""

class Judgement:
    """A judgement is what linearizable() returns. It is true when the history
    holds. As text it says why one does not: with operations whose results fit
    no order, of which none can be left out, whatever became of all others.
    """

    verdict: Any
    """"holds", "violated", or "unknown" when the budget was spent first."""

    text: Any
    """What the verdict is and why, in words."""

    window: Any
    """Of a violation: a history of operations that fit no order, of which none
    can be left out; None otherwise.
    """

    model: Any
    """The name of the model."""

    steps: Any
    """How many steps of the model it took."""

class State:
    """A state is a picture of one node: what state() returned stays as it was.
    It is false if the node was down.
    """

    node: Any
    """The name of the node."""

    down: Any
    """Whether the node does not run; then it has no other field."""

    hash: Any
    """A number that is the same for nodes that no event can tell apart."""

    promised: Any
    """The highest ballot it has promised to go along with; None before the
    first.
    """

    accepted: Any
    """The ballot of its vote; None while it has not voted."""

    value: Any
    """The value of its vote; None while it has not voted."""

    learned: Any
    """The value it knows to be chosen; None while it does not know."""

    round: Any
    """The highest round it has seen anywhere."""

    used: Any
    """The highest ballot it has used itself."""

    proposer: Any
    """What its proposer is doing, such as "idle" or "preparing 3.1"."""

    ballot: Any
    """The ballot of its proposer."""

    asked: Any
    """The value that its client asked for."""

    proposes: Any
    """The value bound to that ballot; None before a quorum has promised."""

    promises: Any
    """The nodes that have promised that ballot, in phase 1."""

    votes: Any
    """The nodes that have voted at that ballot, in phase 2."""

class Ballot:
    """A ballot is the number of an attempt. Ballots compare, and may be keys of
    a dict.
    """

    round: Any
    """The round, which decides first which of two ballots is higher."""

    node: Any
    """The number of the node whose ballot it is, which decides between equal
    rounds.
    """

class assert_:
    """The checks of assert, which is a keyword of Python."""

    @staticmethod
    def eq(x, y, msg="") -> None:
        """Fails unless x and y are equal, however deep they go.

        Where one of two values is a ballot, a duration or a node, and the other
        is not, that may be what a verb takes for one: (3, 1) or "3.1", "5ms", 2
        or "n2", inside lists, dicts, sets and structs too. Starlark's own ==
        holds only between values of one type.
        """

    @staticmethod
    def ne(x, y, msg="") -> None:
        """Fails if x and y are equal, as assert.eq compares them."""

    @staticmethod
    def lt(x, y, msg="") -> None:
        """Fails unless x < y. A ballot or a duration is compared with what a
        verb takes for one, as in assert.eq.
        """

    @staticmethod
    def true(x, msg="") -> None:
        """Fails unless x is true."""

    @staticmethod
    def false(x, msg="") -> None:
        """Fails unless x is false."""

    @staticmethod
    def contains(x, y, msg="") -> None:
        """Fails unless y is in x: a list, a tuple, a dict, a set or a string.
        Elements are compared as assert.eq compares them.
        """

    @staticmethod
    def fails(fn, part="") -> str:
        """Calls fn and fails unless fn fails, with an error that contains part.
        A violation of a safety property is not caught: see expect_violation.

        Returns how it failed.
        """

# set up

def cluster(nodes=3, protocol="paxos", hold=False, latency="1ms", backoff="random", q1=None, q2=None, rules={}, seed=None, fleet=None, quiet=False, unsafe=False, retransmit="50ms", order="time") -> Cluster:
    """Starts a cluster of nodes and makes it the one that the other verbs act
    on.

    hold keeps every message, a node's own included, until it is delivered or
    released by hand; release() or heal(hold=True) ends that. latency is how
    long a message takes: a duration, a pair to draw from evenly, or ("exp",
    least, mean). backoff is how long a refused proposer waits: "random",
    "none", a duration or a pair. retransmit is how long a proposer waits for
    answers before it asks again; "0s" is for ever. q1 and q2 are the quorum
    sizes of both phases, a majority unless given; quorums that need not overlap
    want unsafe=True. rules switches rules of the protocol, such as
    {"promise_durable": False}. seed decides every random draw, and with a text
    such as "7,120:93" seed 7 does up to event 120 and seed 93 from there on;
    the run's --seed unless given. fleet is "processes" or "sim"; the run's
    --fleet unless given. quiet leaves the trace out. order="random" lets any
    pending event be next, drawn by the seed.

    Returns a cluster.
    """

def nodes() -> list[Node]:
    """Returns the nodes, in the order of their numbers.

    Returns a list of nodes.
    """

def node(which) -> Node:
    """Returns the node with a number or a name such as "n2".

    A node has every verb that begins with a node as a method: node(2).crash()
    is crash(2).

    Returns a node.
    """

def reset(seed=None) -> None:
    """Starts over: time 0, every node up on an empty disk, nothing in flight,
    no network rule, no invariant.

    Processes that run keep running. The seed stays as it is unless given.
    """

def close() -> None:
    """Stops the nodes and waits for them. The end of the script does it too."""

def ballot(round, node) -> Ballot:
    """Returns a ballot, which compares by round and then by node.

    Wherever a ballot is wanted, a pair (3, 1) or a string "3.1" will do.
    """

def duration(text) -> Any:
    """Returns a duration that compares and adds, such as duration("1.5ms").

    Wherever a duration is wanted, the string will do. The unit is needed: us,
    ms, s, m or h.
    """

def struct(**fields) -> Any:
    """Returns a value with the fields given, such as struct(name="A", votes=3).

    Returns a struct.
    """

def random(name="script") -> Random:
    """Returns random numbers for the use that name says, drawn from the seed:
    what one use draws does not disturb another.

    Returns a source of random numbers.
    """

def args(name, default=None) -> Any:
    """Returns an argument of the script, given after -- as name=value, or the
    default.

    It has the type of the default: a whole number, a bool or a string.

    Returns a value.
    """

def exit(code=0) -> None:
    """Ends the script, or the conversation, with an exit status from 0 to 125.
    """

# propose

def proposer(node, value, ballot=None, client="") -> Proposer:
    """Returns a proposer at a node that is driven by hand, with prepare and
    accept.

    value is an int, a string, a bool, or a list or dict of them, of at most 64
    KiB as JSON. ballot is its first ballot, such as (3, 1); the node chooses
    unless given. A node has one proposer at a time. client names who asks, for
    the history; one that has a name waits for its answer before it asks again.
    """

def propose(node, value, ballot=None, client="") -> Proposer:
    """Lets a node propose a value by itself: both phases, again when nothing is
    answered, with the next ballot when it is refused.

    Nothing moves until the script lets time pass, for instance with wait or
    run. client is as for proposer.

    Returns a proposer.
    """

def submit(node, value, timeout="10s", client="") -> Result:
    """Proposes a value and waits: propose and wait in one.

    The result has outcome ("chosen" or "unknown"), value, mine (whether it is
    the value asked for), ballot, rounds and messages. After timeout of virtual
    time, or at once when nothing can come any more but what is held, the
    outcome is "unknown", and in the history the client hears nothing later.
    client is as for proposer.

    Returns a result.
    """

def read(node, timeout="10s", client="") -> Any:
    """Lets a node find out what is chosen, by a ballot of its own without a
    value of its own.

    It returns None when nothing can have been chosen. It is an error when that
    cannot be found out within timeout. client is as for proposer.

    Returns a value or None.
    """

def reader(node, client="") -> Proposer:
    """Lets a node find out what is chosen, as read does, without waiting:
    wait() tells, with the outcome "empty" when nothing can have been chosen.
    client is as for proposer.

    Returns a proposer.
    """

# time

def run(duration=None, until=None, within="10s") -> bool:
    """Lets everything happen that is due in a duration, or until until() is
    true.

    until is asked before every event and may look but not act. It is given up
    after within, and at once when nothing can come any more but what is held
    and until does not look at what time alone changes.

    Returns whether until became true.
    """

def settle(within="10s") -> bool:
    """Lets everything happen until nothing is left to happen, or within has
    passed. What is held does not count: when all that is left are timers whose
    messages are held too, it says so and returns False at once.

    Returns whether all is quiet.
    """

def step(n=1) -> int:
    """Lets the next n events happen.

    Returns how many events happened.
    """

def stop_before(event, fn) -> None:
    """Calls fn and ends it just before an event of the trace, by its number. It
    is an error when fn ends before that.

    What fn would have done then is not done; what it did stays. A session that
    was saved uses it for a command that was cut short.
    """

def sleep(duration) -> None:
    """Lets a duration of virtual time pass, with everything that is due in it.
    """

def wait_for(until=None, kind=None, src=None, dst=None, ballot=None, where=None, within="10s") -> Any:
    """Lets time pass until a message that is meant is in flight, or until() is
    true. It is an error when that does not come within.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns the message, or what until returned.
    """

def spawn(fn, *args) -> Task:
    """Lets fn(*args) run beside the script, whenever virtual time passes: one
    task at a time, each until it sleeps or waits.

    A task may propose, sleep, wait and wait_for, crash and cut; what moves the
    world by itself, such as deliver, is for the script alone.

    Returns a task.
    """

def now() -> Any:
    """Returns the virtual time since the cluster started.

    Returns a duration.
    """

# messages

def pending(kind=None, src=None, dst=None, ballot=None, where=None) -> list[Message]:
    """Returns the messages in flight and held, in the order in which they are
    due; kind="timer" returns the timers.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any. A
    message has kind, src, dst, due, held, waiting and its own fields, such as
    ballot and value.

    Returns a list of messages.
    """

def deliver(message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
    """Delivers messages now, before anything else: one, a list of them, or all
    that are meant.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any. It is
    an error to mean none. The clock moves to the time the message was due, if
    that is still to come.

    Returns how many messages.
    """

def drop(message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
    """Throws messages away. It says which as deliver does.

    Returns how many messages.
    """

def duplicate(message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
    """Lets messages arrive once more. It says which as deliver does; one that
    has arrived already will do too.

    Returns how many messages.
    """

def release(message=None, kind=None, src=None, dst=None, ballot=None, where=None) -> int:
    """Lets held messages go on their way. It says which as deliver does; of
    those that a description means, only the held ones count. They arrive when
    time passes, each when it was due or else at once.

    release() with nothing in it lets everything held go and holds no more: it
    ends cluster(hold=True) and every rule of hold.

    Returns how many messages.
    """

def flush() -> None:
    """Delivers everything in flight or held, and what comes of it, until no
    message is left. Timers do not fire.
    """

# network

def hold(kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
    """Holds messages from now on, until they are released or delivered by hand.
    stop() ends the rule; what it holds stays held.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns a rule.
    """

def delay(time, kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
    """Lets messages take longer from now on, by a duration, a pair to draw from
    evenly, or ("exp", least, mean).

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns a rule.
    """

def lose(rate=1, kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
    """Loses messages from now on, each with the probability rate.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns a rule.
    """

def repeat(rate=1, later="0s", kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
    """Lets messages arrive twice from now on, each with the probability rate,
    the second time later by a duration.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns a rule.
    """

def reorder(rate=1, by="10ms", kind=None, src=None, dst=None, ballot=None, where=None) -> Rule:
    """Lets messages be overtaken from now on: each with the probability rate
    takes up to by longer, drawn evenly.

    A message is meant when it is of that kind, from one of src, to one of dst,
    at that ballot, and where(message) is true; what is left out is any.

    Returns a rule.
    """

def partition(*groups, in_flight="lose") -> Rule:
    """Cuts every link between nodes of different groups, such as partition([1,
    2], [3, 4, 5]).

    Nodes in no group form one more. Messages on a link when it is cut are lost,
    or arrive with in_flight="keep".

    Returns a rule.
    """

def cut(a, b, oneway=False, in_flight="lose") -> Rule:
    """Cuts the links between a and b, each a node or a list; with oneway only
    those from a to b.

    A node has no link to itself. in_flight is as for partition.

    Returns a rule.
    """

def isolate(node, in_flight="lose") -> Rule:
    """Cuts every link of a node. in_flight is as for partition.

    Returns a rule.
    """

def linked(a, b) -> Any:
    """Returns whether messages from node a to node b pass the cuts in force:
    those of partition, cut, isolate, bridge and ring.

    A node is always linked to itself. What lose takes is another matter.

    Returns True or False.
    """

def heal(among=None, hold=False) -> None:
    """Stops every network rule but those of hold. What is held stays held, and
    with hold=True it goes its way and nothing is held any more: that ends
    cluster(hold=True) too.

    With among, a list of nodes, it is about the messages between these nodes
    only: every rule, one of hold too, does nothing any more to them, and what a
    rule held of them goes its way. cluster(hold=True) goes on to hold them
    unless hold=True is given here too. To all other messages everything is as
    before.
    """

def bridge(node, in_flight="lose") -> Rule:
    """Cuts the other nodes into two halves that only this node can reach both
    of. in_flight is as for partition.

    Returns a rule.
    """

def ring(in_flight="lose") -> Rule:
    """Lets every node reach only its two neighbours, the last one being the
    first one's. in_flight is as for partition.

    Returns a rule.
    """

# failures

def crash(node, at=None, kind=None, src=None, ballot=None, where=None) -> Fault | Trap:
    """Stops a node at once; a process is killed with SIGKILL.

    What it had not synced is lost, and its timers and proposers with it. What
    it sent is on its way; what reaches it while it is down is lost.

    With at it dies in its next step instead, between two effects: "before_" or
    "after_" and write, sync, send or publish, with ":2" for the second, such as
    "after_send:2". With kind, src, ballot or where it is the next step for a
    message that is meant. See crash_points.

    Returns a fault, or with at a trap.
    """

def crash_points(node, message=None) -> list[str]:
    """Lists the places at which a node can die in the step that a message to it
    causes, or else whatever comes to it next.

    message may be a proposer that is still driven by hand: then it is the step
    in which it starts.

    Returns a list of strings.
    """

def pause(node) -> Fault:
    """Stops a node from running; a process gets SIGSTOP. What comes for it
    waits, and nothing is lost.

    Returns a fault.
    """

def resume(node) -> None:
    """Lets a paused node go on, with what has come for it meanwhile."""

def skew(node, step="0s", rate=1) -> Fault:
    """Puts a node's clock forward by step, or back with "-5ms", and lets it run
    at rate, 1 being right.

    Timers that are set fire by that clock: put forward, it makes them fire
    early.

    Returns a fault.
    """

def disk(node, fail=None, times=1, full=False, slow="0s", lose_unsynced=False, torn=None, rollback=None, corrupt=None) -> Fault | None:
    """Says what is wrong with a node's disk from now on, or damages it while
    the node is down; with nothing but the node it works again.

    While the node is up: fail="sync" lets as many syncs fail as times says, and
    full=True all of them, and a node whose disk fails stops; slow lets each
    sync take a virtual time; lose_unsynced=True lets the disk say that it
    synced when it did not, so that a crash loses it. While it is down: torn=k
    leaves k bytes of the last record, rollback=k takes the last k records away,
    corrupt=k flips bit k of the file, and corrupt=True its last.

    Returns a fault, or None for damage.
    """

def during(what, fn) -> Any:
    """Calls fn and then ends what, whatever happens inside fn: a rule, a fault,
    a trap, anything with a stop(), or a list of them.

    Returns what fn returned.
    """

def restart(node, disk="keep") -> None:
    """Starts a node that is down, on the disk it had, or with disk="wipe" on an
    empty one.

    A node that forgets what it promised can break agreement: wiping is there to
    show that.
    """

# look

def state(node) -> State:
    """Returns the state of a node as it is now, with one attribute for each
    field of the protocol, and node, down and hash.

    Returns a state.
    """

def show() -> str:
    """Prints the state of all nodes as a table. It prints where the call is a
    whole statement; inside an expression, such as print(…), it only returns the
    text.

    Returns the text.
    """

def boxes() -> str:
    """Prints what each acceptor was asked, in its own order: [P ballot] for
    prepare, [A ballot value] for accept, with "refused" where it refused. It
    prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.
    """

def trace(last=20) -> str:
    """Prints the last lines of the trace, also when it is off. It prints where
    the call is a whole statement; inside an expression, such as print(…), it
    only returns the text.

    Returns the text.
    """

def diagram(last=200, width=None) -> str:
    """Prints the last events as a space-time diagram: a column for each node,
    an arrow for each message, lost ones included. It prints where the call is a
    whole statement; inside an expression, such as print(…), it only returns the
    text.

    width is how many columns it may take, 40 to 1000: as many as the terminal
    has unless given, or 100 where there is none.

    Returns the text.
    """

def played() -> str:
    """Returns the run so far as a script without tasks, loops and draws, which
    gives the same trace.

    What a task did stands where it did it, after so many events and so much
    time. A rule or a trap with a function of the script cannot be written down
    like that; a comment stands in its place, and says of an invariant that it
    broke.

    Returns a script.
    """

def file(node) -> Any:
    """Returns what the file CISC5597 in a node's directory holds, or None while
    there is no such file.

    Returns a value or None.
    """

def files() -> dict:
    """Returns what every node's file holds, by the number of the node.

    Returns a dict.
    """

def chosen() -> Any:
    """Returns the value that a quorum has accepted at one ballot, whether or
    not any node knows; None while there is none.

    Returns a value or None.
    """

def refresh() -> str:
    """Reads again and prints what every node promised, accepted and learned,
    and its file. It changes nothing. It prints where the call is a whole
    statement; inside an expression, such as print(…), it only returns the text.

    Returns the text.
    """

def breakpoint() -> None:
    """Stops here and asks at a prompt what to do, with the names of the script
    and of the function that is running; Ctrl-D or :go goes on.

    Lines on a pipe are read as what is typed. Where there are none, as in synod
    test, it says so and goes on. See also synod run --break-at and
    --repl-on-failure.
    """

def note(text) -> None:
    """Puts a line of text into the trace."""

# check

def check() -> None:
    """Fails unless no property broke in this run and every node's file holds
    what is chosen. The properties are checked after every event anyway.
    """

def covered(*what) -> None:
    """Fails unless every rule, fault and trap in what has done something: a
    scenario whose failure never happened shows nothing.
    """

def invariant(name, fn) -> None:
    """Lets fn() be called after every event from now on, and now; the run is
    violated once it returns something false or an assertion in it fails.

    fn may look but not act. Returning None counts as holding.
    """

def eventually(fn, within="10s") -> None:
    """Lets the world run until fn() is true, and fails if that does not come
    within a duration.
    """

def eventually_decides(quorum=None, within="10s", value="live") -> Result | Proposer:
    """Lets a quorum work again, leaves everything else as broken as it is, and
    fails unless a proposer at one of its nodes decides within a duration.

    quorum lists nodes, the lowest ones that are a majority unless given. Those
    that are down restart on the disk they have, paused ones go on, disks and
    clocks work, crashes that wait for their place are called off, and
    heal(among=quorum) heals the links between them. What is under way at one of
    them goes on; if that is nothing, the lowest that can takes the proposal of
    value. The failure says of every proposer how many ballots it started, and
    names those that took the ballot from each other.

    Returns the result of the first proposer that decided.
    """

def history(operations=None) -> History:
    """Returns what clients asked of the nodes in this run and what they know of
    it, or a history of operations that were written by hand with operation().

    Returns a history.
    """

def operation(client, op, value=None, invoked="0s", returned=None, result=None, outcome=None) -> Operation:
    """Returns an operation of a history written by hand, such as
    operation("alice", "read", invoked="4ms", returned="5ms", result=1).

    op is "propose", "write", "read", "cas" or a word of a model of your own,
    and value what it asks for. outcome is "ok" for one that returned with a
    result, "fail" for one that surely did not happen, and "unknown" for one
    that may happen at any time from invoked on, or never; an operation without
    returned is unknown. A client does one thing at a time. Operations of which
    neither returned before the other was invoked overlap.
    """

def linearizable(model="consensus", history=None, budget=1000000, initial=None) -> Judgement:
    """Decides whether the operations of a history fit an order in which each
    happens at one point between its invocation and its return, and the results
    are those of a model; in a check it is assert.true(linearizable()).

    The history is that of this run unless given, as a history or a list of
    operations. model is "consensus" (the first propose fixes the value, and
    each returns it), "register" (write and read), "cas" (a register with cas of
    [old, new]), or a function step(state, operation, result) that returns the
    next state, or None where the operation cannot have that result; initial is
    its first state, and no state is None. Of an unknown operation it is asked
    with the result None, and may refuse it. The search ends after budget steps,
    and what it has not decided then is "unknown", never "holds".

    Returns a judgement.
    """

def expect_violation(fn, name=None) -> str:
    """Calls fn and fails unless it breaks a property, the one of that name if
    given: then others may break on the way.

    The properties are agreement, validity, one_value_per_ballot,
    promises_never_go_back, learned_implies_chosen, and the names of the
    invariants that were added before. Nothing is checked in this run
    afterwards.

    Returns what happened, in a sentence.
    """

# search

def explore(propose=[], timers=0, crashes=0, restarts=None, wipes=0, duplicates=0, drops=0, partitions=0, properties=None, linearizable=None, goal=None, prune=None, strategy="breadth", depth=None, states=50000000, memory=1024, time="0s", walks=None, changes=2, seed=None, reduce=True, paranoid=False) -> Exploration:
    """Searches everything that can come of the cluster as it is now, and
    changes nothing: every order in which messages may arrive, and any of them
    never.

    propose lists what clients may ask for, each once and at any time, such as
    [(1, "A"), (2, "B")]; a value of None is a read. timers is how many timers
    may fire at each node, which is how often a proposer that was refused may
    retry: to send again is nothing that a search would need, since no message
    is lost. crashes, at every crash point, restarts (as many as crashes unless
    given), wipes (restarts on an empty disk) and duplicates (messages that
    arrive once more) count in all. drops (messages that are lost) and
    partitions (the network of at most eight nodes is divided in two, in any
    way, what is between the sides is lost, and it may heal at any time) count
    in all too; safety needs neither, since every message may for ever be on its
    way, so they are left out of a search with "safety" (see reduce): they are
    for goals and invariants that look at what is pending or linked, and for
    walks, in which a node is seldom alone for long by chance. The safety
    properties and the invariants of the run are checked in every state;
    properties names those of the former that count, all unless given.
    linearizable asks besides that what clients are told can be explained: as by
    linearizable() if True, or as by the model of that name or a function with
    its first state, such as (queue, []); the history begins with that of the
    run. With goal, a function like those of invariant, the search is for a
    state in which it is true; where prune is true it goes no further. strategy
    is "breadth" (the shortest way), "depth", "random" or "pct" (walks, drawn by
    seed; changes is how often priorities change in a walk). depth bounds the
    steps, states the distinct states, memory the megabytes, time the wall
    clock; a search that hits a bound is "unknown". reduce leaves out what makes
    no difference, all of it unless given as False or as some of these: "dead",
    messages that can no longer do anything; "safety", when only the safety
    properties look, also messages that nobody needs any more, crashes that lose
    nothing, and orders of answers that come to the same; "symmetry", of states
    that differ only in which of some nodes alike is which, all but one, where
    nobody looks who could tell these nodes apart, such as a goal, a cut or a
    crash in the middle of a step. paranoid does everything twice.

    Returns an exploration.
    """

def shrink(states=2000000) -> Counterexample:
    """Returns the shortest run it can make of this one that breaks the same
    property; the cluster stays as it is.

    The run must have broken a property, for instance inside expect_violation;
    if it has not, what the last explore() of this run found is shrunk.
    Requests, crashes, restarts, failures of disks, timers and deliveries are
    left out as long as the property breaks: a message that is not delivered is
    lost, and a cut or a network rule is nothing but such messages. Then there
    are fewer nodes, shorter values, and an order in which one thing leads to
    the next. In the end a search of at most so many states looks for a shorter
    way; if it comes to its end, the counterexample is proven shortest. A run
    whose invariant depends on the time, or on what the script remembers, cannot
    be told again.

    Returns a counterexample.
    """

def why(run=None, walks=1000, seed=None) -> Explanation:
    """Says which step of a counterexample decided, by letting it go on at
    random from its start and after each step, so many walks from each.

    run is what shrink() returned, or an exploration that found a violation;
    None is the run of the cluster if that broke a property, or else what the
    last explore() of this run found. All but the first are shrunk first. A walk
    may do what the counterexample does and has not done yet, in any order, and
    delivers every message. The share of the walks that break the property is
    100 % from the point of no return on. seed draws the walks; the run's seed
    unless given.

    Returns an explanation.
    """
