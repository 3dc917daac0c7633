# What a script of synod can say, for editors; written by synod doc --stubs.

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NoReturn, overload
from typing_extensions import LiteralString, deprecated

# What a verb takes for a node, a duration and so on.

_NodeLike = Node | int | str
_DurationLike = Duration | str
_Pair = tuple[_DurationLike, _DurationLike]
_SpanLike = _DurationLike | _Pair | tuple[str, _DurationLike, _DurationLike]
_BallotLike = Ballot | tuple[int, int] | str
_Value = int | str | list[Any] | tuple[Any, ...] | dict[str, Any]
_Model = Callable[[Any, Operation, Any], Any]

class Duration:
    """A duration of virtual time. Durations compare and add."""

    hours: float
    minutes: float
    seconds: float
    milliseconds: int
    microseconds: int
    nanoseconds: int
    def __add__(self, other: Duration, /) -> Duration: ...
    def __sub__(self, other: Duration, /) -> Duration: ...
    def __mul__(self, times: int, /) -> Duration: ...
    def __rmul__(self, times: int, /) -> Duration: ...
    @overload
    def __truediv__(self, other: Duration, /) -> float: ...
    @overload
    def __truediv__(self, by: float, /) -> Duration: ...
    def __floordiv__(self, other: Duration, /) -> int: ...
    def __lt__(self, other: Duration, /) -> bool: ...
    def __le__(self, other: Duration, /) -> bool: ...
    def __gt__(self, other: Duration, /) -> bool: ...
    def __ge__(self, other: Duration, /) -> bool: ...

class Struct:
    """A value with fields, such as struct() returns."""

    def __getattr__(self, name: str, /) -> Any: ...
    def __add__(self, other: Struct, /) -> Struct: ...

# The language: what differs from Python.

def load(file: str, /, *names: str, **renamed: str) -> None:
    """Makes the functions and values of another file known."""

def fail(*args: Any, sep: str = " ") -> NoReturn:
    """Ends the script with an error."""

def type(x: Any, /) -> str:
    """Returns the name of the type of x, such as "list"."""

def hash(text: str | bytes, /) -> int:
    """Returns a number that is the same in every run."""

def enumerate(x: Iterable[Any], start: int = 0, /) -> list[tuple[int, Any]]:
    """Returns a list of pairs: a number and an element of x."""

def reversed(x: Iterable[Any], /) -> list[Any]:
    """Returns a list of the elements of x, the last one first."""

def zip(*lists: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Returns a list of tuples: the first elements of all lists, the second ones and so on."""

class Cluster:
    """A cluster is what cluster() returns: nodes, their network and their
    clock. The verbs act on the cluster that was made last; as methods they act
    on this one.
    """

    seed: int | str
    """The seed of the run; a string such as "7,120:93" when it changes to
    another on the way.
    """

    roles: dict[str, list[Node]]
    """The roles that cluster() was told: a dict from their names to lists of
    nodes.
    """

    size: int
    """How many nodes there are."""

    def nodes(
        self,
        which: _NodeLike | Iterable[_NodeLike] | None = None,
    ) -> list[Node]:
        """Returns the nodes, in the order of their numbers, or those that are
        given in that order.

        Returns a list of nodes.

        Args:
          which: Nodes, or the role of some. All of them unless given. (node or
              list)
        """

    def node(self, which: _NodeLike) -> Node:
        """Returns the node with a number or a name such as "n2".

        A node has every verb that begins with a node as a method:
        node(2).crash() is crash(2).

        Returns a node.

        Args:
          which: The number of the node, or its name such as "n2". (node)
        """

    def reset(self, seed: int | str | None = None) -> None:
        """Starts over: time 0, every node up on an empty disk, nothing in
        flight, no network rule, no invariant.

        Processes that run keep running. Those that were ended from outside are
        replaced.

        Args:
          seed: Decides every random draw from here on. It stays as it is unless
              given. (seed)
        """

    def close(self) -> None:
        """Stops the nodes and waits for them. The end of the script does it
        too.
        """

    def random(self, name: str = "script") -> Random:
        """Returns random numbers for the use that name says, drawn from the
        seed: what one use draws does not disturb another.

        Returns a source of random numbers.

        Args:
          name: Says what the numbers are for. The same name gives the same
              source again. (string)
        """

    def call(
        self,
        node: _NodeLike,
        op: str,
        timeout: _DurationLike = "10s",
        client: str = "",
        args: Mapping[str, Any] = {},
        **arguments: Any,
    ) -> Reply:
        """Asks a node for something, as a client of its protocol, and waits:
        request and wait in one.

        The reply has outcome, why, and its own fields, as in call(1,
        "read").value. After timeout, or at once when nothing can come any more
        but what is held, the outcome is "info", and the client hears nothing
        later. What comes all the same stands in the history as late. It is an
        error when the node is down or paused, or takes no such request.

        Returns a reply.

        Args:
          node: The node that is meant. (node)
          op: What is asked for: one of the requests of the protocol. (string
              such as "propose" or "read")
          timeout: How long the client waits for the answer. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
          args: Further arguments, such as {"from": 1}: for those whose names
              are no keywords or taken. (dict from names to any values)
          arguments: The arguments of the request, each by its name. (any value)
        """

    def request(
        self,
        node: _NodeLike,
        op: str,
        client: str = "",
        id: int = 0,
        args: Mapping[str, Any] = {},
        **arguments: Any,
    ) -> Request:
        """Asks a node for something, as a client of its protocol, and does not
        wait.

        The node takes the request at once; many may be open there. wait() lets
        time pass until it answers.

        Returns a request.

        Args:
          node: The node that is meant. (node)
          op: What is asked for: one of the requests of the protocol. (string
              such as "propose" or "read")
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
          id: The number of the request in this run, which no other has. The
              next one unless given. (int)
          args: Further arguments, such as {"from": 1}: for those whose names
              are no keywords or taken. (dict from names to any values)
          arguments: The arguments of the request, each by its name. (any value)
        """

    def proposer(
        self,
        node: _NodeLike,
        value: _Value,
        ballot: _BallotLike | None = None,
        client: str = "",
    ) -> Proposer:
        """Returns a proposer at a node that is driven by hand, with prepare and
        accept.

        A node has one proposer at a time.

        Args:
          node: The node that is meant. (node)
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          ballot: The first ballot, such as (3, 1). The node chooses it unless
              given. (ballot)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def propose(
        self,
        node: _NodeLike,
        value: _Value,
        ballot: _BallotLike | None = None,
        client: str = "",
    ) -> Proposer:
        """Lets a node propose a value by itself: both phases, again when
        nothing is answered, with the next ballot when it is refused.

        Nothing moves until the script lets time pass, for instance with wait or
        run.

        Returns a proposer.

        Args:
          node: The node that is meant. (node)
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          ballot: The first ballot, such as (3, 1). The node chooses it unless
              given. (ballot)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def submit(
        self,
        node: _NodeLike,
        value: _Value,
        timeout: _DurationLike = "10s",
        client: str = "",
    ) -> Result:
        """Proposes a value and waits: propose and wait in one.

        The result has outcome ("chosen" or "unknown"), value, mine (whether it
        is the value asked for), ballot, rounds and messages. After timeout, or
        at once when nothing can come any more but what is held, the outcome is
        "unknown", and in the history the client hears nothing later.

        Returns a result.

        Args:
          node: The node that is meant. (node)
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          timeout: How long the client waits for the outcome. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def read(
        self,
        node: _NodeLike,
        timeout: _DurationLike = "10s",
        client: str = "",
    ) -> Any:
        """Lets a node find out what is chosen, by a ballot of its own without a
        value of its own.

        It returns None when nothing can have been chosen. It is an error when
        that cannot be found out within timeout.

        Returns a value or None.

        Args:
          node: The node that is meant. (node)
          timeout: How long the client waits for the answer. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def reader(self, node: _NodeLike, client: str = "") -> Proposer:
        """Lets a node find out what is chosen, as read does, without waiting:
        wait() tells, with the outcome "empty" when nothing can have been
        chosen.

        Returns a proposer.

        Args:
          node: The node that is meant. (node)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def run(
        self,
        duration: _DurationLike | None = None,
        until: Callable[[], Any] | None = None,
        within: _DurationLike = "10s",
    ) -> bool:
        """Lets everything happen that is due in a duration, or until until() is
        true.

        It gives up after within, and at once when nothing can come any more but
        what is held and until does not look at what time alone changes.

        Returns whether until became true.

        Args:
          duration: How much time passes. (duration, virtual time)
          until: It is asked before every event. It may look but not act.
              (function without parameters)
          within: How long the call waits for until. (duration, virtual time)
        """

    def settle(self, within: _DurationLike = "10s") -> bool:
        """Lets everything happen until nothing is left to happen, or within has
        passed. What is held does not count: when all that is left are timers
        whose messages are held too, it says so and returns False at once.

        Returns whether all is quiet.

        Args:
          within: The call ends after so long although something is left to
              happen. (duration, virtual time)
        """

    def step(self, n: int = 1) -> int:
        """Lets the next n events happen.

        Returns how many events happened.

        Args:
          n: How many events happen, at least 1. (int, events)
        """

    def stop_before(self, event: int, fn: Callable[[], Any]) -> None:
        """Calls fn and ends it just before an event of the trace, by its
        number. It is an error when fn ends before that.

        What fn would have done then is not done; what it did stays. A session
        that was saved uses it for a command that was cut short.

        Args:
          event: The number of an event, as the trace shows it. (int)
          fn: The function that is called. (function without parameters)
        """

    def sleep(self, duration: _DurationLike) -> None:
        """Lets a duration of virtual time pass, with everything that is due in
        it.

        Args:
          duration: How much time passes. (duration, virtual time)
        """

    def wait_for(
        self,
        until: Callable[[], Any] | None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        within: _DurationLike = "10s",
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Any:
        """Lets time pass until a message that is meant is in flight, or until()
        is true. It is an error when that does not come within.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns the message, or what until returned.

        Args:
          until: What becomes true, in place of a description of messages.
              (function without parameters)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          within: It is an error when what is waited for does not come in this
              time. (duration, virtual time)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def spawn(self, fn: Callable[..., Any], *args: Any) -> Task:
        """Lets fn(*args) run beside the script, whenever virtual time passes:
        one task at a time, each until it sleeps or waits.

        A task may propose, sleep, wait and wait_for, crash and cut; what moves
        the world by itself, such as deliver, is for the script alone.

        Returns a task.

        Args:
          fn: The function that the task runs. (function)
          args: The arguments of that function. (any value)
        """

    def now(self) -> Duration:
        """Returns the virtual time since the cluster started.

        Returns a duration.
        """

    def pending(
        self,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> list[Message]:
        """Returns the messages in flight and held, in the order in which they
        are due.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none. A message has kind, src, dst,
        due, held, waiting and its own fields, such as ballot and value, also as
        m["ballot"]. What waits for a paused node is there too. A timer fits
        dst, whose it is, and where; src and fields are refused with it.

        Returns a list of messages.

        Args:
          kind: Only messages of this kind are meant. "timer" returns the
              timers. (string such as "prepare", "promise", "accept",
              "accepted", "nack", "learn" or "timer")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def deliver(
        self,
        message: Message | Iterable[Message] | None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> int:
        """Delivers messages now, before anything else: one, a list of them, or
        all that are meant.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none. It is an error to mean none.
        The clock moves to the time the message was due, if that is still to
        come. What is for a node that is down is lost, and what is for a paused
        one waits for it. A timer, which only a value means, fires.

        Returns how many messages.

        Args:
          message: A message, or a list of them, in place of a description of
              messages. (message or list)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def drop(
        self,
        message: Message | Iterable[Message] | None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> int:
        """Throws messages away, in flight or held. It says which as deliver
        does.

        Returns how many messages.

        Args:
          message: A message, or a list of them, in place of a description of
              messages. (message or list)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def duplicate(
        self,
        message: Message | Iterable[Message] | None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> int:
        """Lets messages arrive once more. It says which as deliver does, so a
        description means only those in flight and held.

        A message that has arrived, or was lost, can be given as a value that
        the script kept, such as one of pending() before. The copy is held if
        the message is; otherwise it is on its way, whatever holds or loses such
        messages, and arrives when the message was due or else at once.

        Returns how many messages.

        Args:
          message: A message, or a list of them, in place of a description of
              messages. (message or list)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def release(
        self,
        message: Message | Iterable[Message] | None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> int:
        """Lets held messages go on their way. It says which as deliver does; of
        those that a description means, only the held ones count. They arrive
        when time passes, each when it was due or else at once.

        release() with nothing in it lets everything held go and holds no more:
        it ends cluster(hold=True) and every rule of hold.

        Returns how many messages.

        Args:
          message: A message, or a list of them, in place of a description of
              messages. (message or list)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def flush(self) -> None:
        """Delivers everything in flight or held, and what comes of it, until no
        message is left but those that wait for a paused node. Timers do not
        fire.
        """

    def hold(
        self,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Rule:
        """Holds messages that are sent from now on, until they are released or
        delivered by hand. stop() ends the rule; what it holds stays held.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns a rule.

        Args:
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def delay(
        self,
        time: _SpanLike,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Rule:
        """Lets messages that are sent from now on take longer.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns a rule.

        Args:
          time: How much longer they take: fixed, a pair to draw from evenly, or
              ("exp", least, mean). (duration or pair, virtual time)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def lose(
        self,
        rate: float = 1,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Rule:
        """Loses messages that are sent from now on, each with the probability
        rate.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns a rule.

        Args:
          rate: The probability with which a message is lost. (rate)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def repeat(
        self,
        rate: float = 1,
        later: _SpanLike = "0s",
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Rule:
        """Lets messages that are sent from now on arrive twice, each with the
        probability rate, the second time later by a duration.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns a rule.

        Args:
          rate: The probability with which a message arrives twice. (rate)
          later: How much later the second one arrives. (duration or pair,
              virtual time)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    def reorder(
        self,
        rate: float = 1,
        by: _DurationLike = "10ms",
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        dst: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Rule:
        """Lets messages that are sent from now on be overtaken: each with the
        probability rate takes up to by longer.

        A message is meant when it fits all of kind, src, dst, where and the
        fields; what is left out, or None, fits any. In the dict fields None is
        a value: the field is there and has none.

        Returns a rule.

        Args:
          rate: The probability with which a message takes longer. (rate)
          by: How much longer it takes at most, drawn evenly. (duration, virtual
              time)
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          dst: Only messages to one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    @overload
    def partition(
        self,
        *groups: _NodeLike | Iterable[_NodeLike],
        in_flight: Literal["keep", "lose"] = "lose",
    ) -> Rule:
        """Cuts every link between nodes of different groups, such as
        partition([1, 2], [3, 4, 5]).

        Returns a rule.

        Args:
          groups: The groups: lists of nodes, or single nodes. Nodes in no group
              form one more. (node or list)
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def partition(
        self,
        *groups: _NodeLike | Iterable[_NodeLike],
        in_flight: LiteralString = "lose",
    ) -> Rule: ...

    @overload
    def partition(
        self,
        *groups: _NodeLike | Iterable[_NodeLike],
        in_flight: str = "lose",
    ) -> Rule: ...

    @overload
    def cut(
        self,
        a: _NodeLike | Iterable[_NodeLike],
        b: _NodeLike | Iterable[_NodeLike],
        oneway: bool = False,
        in_flight: Literal["keep", "lose"] = "lose",
    ) -> Rule:
        """Cuts the links between a and b, each a node or a list. A node has no
        link to itself.

        Returns a rule.

        Args:
          a: The nodes at one end of the links. (node or list)
          b: The nodes at the other end of the links. (node or list)
          oneway: With True only the links from a to b are cut. (bool)
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def cut(
        self,
        a: _NodeLike | Iterable[_NodeLike],
        b: _NodeLike | Iterable[_NodeLike],
        oneway: bool = False,
        in_flight: LiteralString = "lose",
    ) -> Rule: ...

    @overload
    def cut(
        self,
        a: _NodeLike | Iterable[_NodeLike],
        b: _NodeLike | Iterable[_NodeLike],
        oneway: bool = False,
        in_flight: str = "lose",
    ) -> Rule: ...

    @overload
    def isolate(
        self,
        node: _NodeLike,
        in_flight: Literal["keep", "lose"] = "lose",
    ) -> Rule:
        """Cuts every link of a node.

        Returns a rule.

        Args:
          node: The node that is meant. (node)
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def isolate(
        self,
        node: _NodeLike,
        in_flight: LiteralString = "lose",
    ) -> Rule: ...

    @overload
    def isolate(self, node: _NodeLike, in_flight: str = "lose") -> Rule: ...

    def linked(self, a: _NodeLike, b: _NodeLike) -> bool:
        """Returns whether messages from node a to node b pass the cuts in
        force: those of partition, cut, isolate, bridge and ring.

        A node is always linked to itself. What lose takes is another matter.

        Returns True or False.

        Args:
          a: The node that sends. (node)
          b: The node that is sent to. (node)
        """

    def heal(
        self,
        among: _NodeLike | Iterable[_NodeLike] | None = None,
        hold: bool = False,
    ) -> None:
        """Stops every network rule but those of hold. What is held stays held,
        unless hold=True is given: that ends cluster(hold=True) too.

        With among it is about the messages between these nodes only: every
        rule, one of hold too, does nothing any more to them, and what a rule
        held of them goes its way. cluster(hold=True) goes on to hold them
        unless hold=True is given here too. To all other messages everything is
        as before.

        Args:
          among: The nodes whose links to each other work again, all of them
              unless given. (node or list)
          hold: With True what is held goes its way, and nothing is held any
              more. (bool)
        """

    @overload
    def bridge(
        self,
        node: _NodeLike,
        in_flight: Literal["keep", "lose"] = "lose",
    ) -> Rule:
        """Cuts the other nodes into two halves that only this node can reach
        both of.

        Returns a rule.

        Args:
          node: The node that still reaches both halves. (node)
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def bridge(
        self,
        node: _NodeLike,
        in_flight: LiteralString = "lose",
    ) -> Rule: ...

    @overload
    def bridge(self, node: _NodeLike, in_flight: str = "lose") -> Rule: ...

    @overload
    def ring(self, in_flight: Literal["keep", "lose"] = "lose") -> Rule:
        """Lets every node reach only its two neighbours, the last one being the
        first one's.

        Returns a rule.

        Args:
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def ring(self, in_flight: LiteralString = "lose") -> Rule: ...

    @overload
    def ring(self, in_flight: str = "lose") -> Rule: ...

    @overload
    def crash(
        self,
        node: _NodeLike,
        at: None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Fault:
        """Stops a node at once; a process is killed with SIGKILL.

        What it had not synced is lost, and its timers and proposers with it.
        What it sent is on its way; what reaches it while it is down is lost.

        With at it dies in its next step instead, between two effects. With
        kind, src, where or fields it is the next step for a message that is
        meant. See crash_points.

        Returns a fault, or with at a trap.

        Args:
          node: The node that is meant. (node)
          at: Where in its next step the node dies. ":2" means the second time,
              as in "after_send:2". (string such as "before_write",
              "after_write", "before_sync", "after_sync", "before_send",
              "after_send", "before_publish" or "after_publish")
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    @overload
    def crash(
        self,
        node: _NodeLike,
        at: str,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Trap: ...

    def crash_points(
        self,
        node: _NodeLike,
        message: Message | Proposer | None = None,
    ) -> list[str]:
        """Lists the places at which a node can die in the step that a message
        to it causes.

        Returns a list of strings.

        Args:
          node: The node that is meant. (node)
          message: A message to the node, or a proposer driven by hand: then its
              start. Else what comes next. (message or proposer)
        """

    def pause(self, node: _NodeLike) -> Fault:
        """Stops a node from running; a process gets SIGSTOP. What comes for it
        waits, and nothing is lost.

        Returns a fault.

        Args:
          node: The node that is meant. (node)
        """

    def resume(self, node: _NodeLike) -> None:
        """Lets a paused node go on, with what has come for it meanwhile.

        Args:
          node: The node that is meant. (node)
        """

    def skew(
        self,
        node: _NodeLike,
        step: _DurationLike = "0s",
        rate: float = 1,
    ) -> Fault:
        """Puts a node's clock forward or back, and lets it run at a rate.

        Timers that are set fire by that clock: put forward, it makes them fire
        early.

        Returns a fault.

        Args:
          node: The node that is meant. (node)
          step: How far the clock is put forward, or back with "-5ms". (signed
              duration)
          rate: How fast the clock runs. 1 is right, 2 is twice as fast.
              (number)
        """

    @overload
    def disk(
        self,
        node: _NodeLike,
        fail: Literal["sync"] | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault:
        """Says what is wrong with a node's disk from now on, or damages it
        while the node is down; with nothing but the node it works again.

        Returns a fault, or None for damage.

        Args:
          node: The node that is meant. (node)
          fail: The next syncs fail, while the node is up. A node whose disk
              fails stops. ("sync")
          times: How many syncs fail. (int, syncs)
          full: Every sync fails, while the node is up. (bool)
          slow: How long every sync takes, while the node is up. (duration,
              virtual time)
          lose_unsynced: The disk says that it synced when it did not, so that a
              crash loses what was written. (bool)
          torn: How many bytes of the last record are left, while the node is
              down. (int, bytes)
          rollback: How many of the last records are taken away, while the node
              is down. (int, records)
          corrupt: This bit of the file is flipped, with True its last, while
              the node is down. (int or bool)
        """

    @overload
    @deprecated("fail takes 'sync'")
    def disk(
        self,
        node: _NodeLike,
        fail: LiteralString | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault: ...

    @overload
    def disk(
        self,
        node: _NodeLike,
        fail: str | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault: ...

    @overload
    def restart(
        self,
        node: _NodeLike,
        disk: Literal["keep", "wipe"] = "keep",
    ) -> None:
        """Starts a node that is down, on the disk it had, or with disk="wipe"
        on an empty one.

        A node whose process was ended from outside crashes first: then the run
        can go on.

        A node that forgets what it promised can break agreement: wiping is
        there to show that.

        Args:
          node: The node that is meant. (node)
          disk: Whether the node finds what its disk had, or an empty one.
              ("keep" or "wipe")
        """

    @overload
    @deprecated("disk takes 'keep' or 'wipe'")
    def restart(self, node: _NodeLike, disk: LiteralString = "keep") -> None: ...

    @overload
    def restart(self, node: _NodeLike, disk: str = "keep") -> None: ...

    def state(self, node: _NodeLike) -> State:
        """Returns the state of a node as it is now, with one attribute for each
        field of the protocol, and node, down and hash.

        Returns a state.

        Args:
          node: The node that is meant. (node)
        """

    def show(self) -> str:
        """Prints the state of all nodes as a table.

        A table that is wider than the terminal is turned, with a field in each
        line; see synod doc values.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.
        """

    def boxes(self) -> str:
        """Prints what each acceptor was asked, in its own order: [P ballot] for
        prepare, [A ballot value] for accept, with "refused" where it refused.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.
        """

    def trace(self, last: int = 20) -> str:
        """Prints the last lines of the trace, also when it is off.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.

        Args:
          last: How many lines are shown at most. (int, lines)
        """

    def diagram(self, last: int = 200, width: int | None = None) -> str:
        """Prints the last events as a space-time diagram: a column for each
        node, an arrow for each message, lost ones included.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.

        Args:
          last: How many events are shown at most. (int, events)
          width: How wide it may be, 40 to 1000. Unless given, as wide as the
              terminal, or 100 elsewhere. (int, columns)
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

    def file(self, node: _NodeLike) -> Any:
        """Returns what the file CISC5597 in a node's directory holds, or None
        while there is no such file.

        Returns a value or None.

        Args:
          node: The node that is meant. (node)
        """

    def files(self) -> dict[int, Any]:
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
        learned, and its file. It changes nothing.

        A table that is wider than the terminal is turned, with a field in each
        line; see synod doc values.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.
        """

    def note(self, text: str) -> None:
        """Puts a line of text into the trace.

        Args:
          text: The text, in one line. (string)
        """

    def check(self) -> None:
        """Fails unless no property broke in this run and every node's file
        holds what is chosen. The properties are checked after every event
        anyway.
        """

    def invariant(self, name: str, fn: Callable[[], Any]) -> None:
        """Lets fn() be called after every event from now on, and now; the run
        is violated once it returns something false or an assertion in it fails.
        explore() and shrink() ask it too, and then it may neither print nor
        change what is outside of it.

        Args:
          name: What the property is called. (string)
          fn: What is asked. It may look but not act; None counts as holding.
              (function without parameters)
        """

    def eventually(
        self,
        fn: Callable[[], Any],
        within: _DurationLike = "10s",
    ) -> None:
        """Lets the world run until fn() is true, and fails if that does not
        come within a duration.

        Args:
          fn: What is asked. It may look but not act. (function without
              parameters)
          within: How long the call waits for fn. (duration, virtual time)
        """

    def eventually_decides(
        self,
        quorum: _NodeLike | Iterable[_NodeLike] | None = None,
        within: _DurationLike = "10s",
        value: _Value = "live",
    ) -> Result:
        """Lets a quorum work again, leaves everything else as broken as it is,
        and fails unless a proposer at one of its nodes decides within a
        duration.

        Nodes of the quorum that are down restart on the disk they have, paused
        ones go on, disks and clocks work, crashes that wait for their place are
        called off, and heal(among=quorum) heals the links between them. What is
        under way at one of them goes on; if that is nothing, the lowest that
        can takes the proposal of value.

        The failure says of every proposer how many ballots it started, and
        names those that took the ballot from each other.

        Returns the result of the first proposer that decided.

        Args:
          quorum: The nodes that work again: the lowest ones that are a majority
              unless given. (node or list)
          within: How long the call waits for a decision. (duration, virtual
              time)
          value: What is proposed when nothing is under way at one of these
              nodes. (value)
        """

    def history(
        self,
        operations: History | Sequence[Operation] | None = None,
    ) -> History:
        """Returns what clients asked of the nodes in this run and what they
        know of it, or a history of operations that were written by hand.

        Returns a history.

        Args:
          operations: Operations written by hand with operation(), in place of
              those of this run. (history or list)
        """

    def linearizable(
        self,
        model: str | _Model = "consensus",
        history: History | Sequence[Operation] | None = None,
        budget: int = 1000000,
        initial: Any = None,
        ignore: str | Iterable[str] | None = None,
    ) -> Judgement:
        """Decides whether the operations of a history fit an order in which
        each happens at one point between its invocation and its return, and the
        results are those of a model; in a check it is
        assert.true(linearizable()).

        An operation with the outcome "fail" did not happen; one that is
        "unknown" may have, at any time since its invocation, or never.

        A model says what an operation does to a state. Models with a name read
        the argument "value" and the value in the reply. Operations with
        different arguments "key" are about different things, each judged apart.

        "consensus": a value that is fixed once: the first propose fixes it,
        every propose returns what is fixed, read returns that or None.

        "register": one value, None at first: write or put replaces it, read or
        get returns it, cas replaces the value "from" (or "old") with "to" (or
        "new") and returns whether it did.

        "cas": the register, by the name of its third operation.

        "queue": values in order: enqueue puts one at the end, dequeue takes the
        first out and returns it, or None when there is none.

        "set": different values: add puts one in, remove takes it out (the
        result may say whether that changed anything), contains returns whether
        it is in, read returns the list of all, in any order.

        "counter": a whole number, 0 at first: add changes it by a value, inc by
        1 (the result may be the new number), read returns it.

        "lock": held by one client at most, told apart by their names: acquire
        takes it when it is free, release by its holder frees it (the result may
        be True, or False when that could not be).

        "log": a list that only grows: append puts a value at the end and may
        return its position, from 0; read returns the list, or the value at a
        position, None behind the end.

        A function step(state, operation, result) returns the next state, or
        None where the operation cannot have that result. Of an unknown
        operation it is asked with the result None, and may refuse it. It is
        asked about the operations of all keys: operation.args has them.

        Returns a judgement.

        Args:
          model: The model, by its name or as a function step(state, operation,
              result). (string or function: "consensus", "register", "cas",
              "queue", "set", "counter", "lock" or "log")
          history: A history or a list of operations. That of this run unless
              given. (history or list)
          budget: How many steps the search takes at most. What it has not
              decided then is "unknown". (int, steps)
          initial: The first state of a model that is a function. A state is
              never None. (any value)
          ignore: Operations that are left out, such as ["promote"]: a model
              need not know them. (name or list)
        """

    @overload
    def explore(
        self,
        propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
        timers: int = 0,
        crashes: int = 0,
        restarts: int | None = None,
        wipes: int = 0,
        duplicates: int = 0,
        drops: int = 0,
        partitions: int = 0,
        properties: str | Iterable[str] | None = None,
        linearizable: bool | str | tuple[_Model, Any] | None = None,
        goal: Callable[[], Any] | None = None,
        prune: Callable[[], Any] | None = None,
        strategy: Literal["breadth", "depth", "pct", "random"] = "breadth",
        depth: int | None = None,
        states: int = 50000000,
        memory: int = 1024,
        time: _DurationLike = "0s",
        walks: int | None = None,
        changes: int = 2,
        seed: int | None = None,
        reduce: bool | str | Iterable[str] = True,
        paranoid: bool = False,
        *,
        requests: Iterable[tuple[Any, ...]] = [],
    ) -> Exploration:
        """Searches everything that can come of the cluster as it is now, and
        changes nothing: every order in which messages may arrive, and any of
        them never.

        The safety properties and the invariants of the run are checked in every
        state. The budgets timers, crashes, restarts, wipes, duplicates, drops
        and partitions say how often such a thing may happen in all; timers
        counts at each node. A proposer that was refused retries when a timer
        fires. To send again is nothing that a search would need, since no
        message is lost.

        Safety needs neither drops nor partitions, since every message may for
        ever be on its way, so they are left out of a search with "safety" (see
        reduce). They are for goals and invariants that look at what is pending
        or linked, and for walks, in which a node is seldom alone for long by
        chance.

        The search asks its predicates an unspecified number of times: goal,
        prune, the invariants, the functions of rules, and a model that is a
        function. They may neither print nor draw, and change only what they
        make themselves.

        A search that hits a bound is "unknown", and so is one that found
        nothing when prune cut off what comes of a state: it has not seen
        everything. With linearizable the search asks besides that what clients
        are told can be explained; the history begins with that of the run.

        synod explore fails where the search found a violation that the script
        does not expect. It expects one that an assertion reads, such as
        assert.eq(x.verdict, "violated") or assert.true(x.violated): in the
        assertion, in a function called there, or through a name that was given
        what was read. It expects one, too, whose play expect_violation() calls.
        To print it is not to expect it.

        reduce leaves out what makes no difference. "dead" is messages that can
        no longer do anything. "safety" works when only the safety properties
        look: also messages that no node needs any more, crashes that lose
        nothing, and orders of answers that come to the same. "symmetry" is of
        states that differ only in which of some nodes alike is which, all but
        one, where no predicate could tell these nodes apart, such as a goal, a
        cut or a crash in the middle of a step.

        Returns an exploration.

        Args:
          propose: What clients may ask for, each once, such as [(1, "A"), (2,
              "B")]; (3, None) is a read. (list of pairs)
          timers: How many timers may fire at each node. (int)
          crashes: How many crashes there may be in all, at every crash point.
              (int)
          restarts: How many restarts there may be in all. As many as crashes
              unless given. (int)
          wipes: How many of the restarts may be on an empty disk. (int)
          duplicates: How many messages may arrive once more. (int)
          drops: How many messages may be lost. (int)
          partitions: How often a network of at most 8 nodes may divide in two,
              in any way, and heal at any time. (int)
          properties: The safety properties that count. All of them unless
              given; none of them with []. (name or list:
              "one_value_per_ballot", "promises_never_go_back", "agreement",
              "learned_implies_chosen" or "validity")
          linearizable: Whether histories have to be linearizable: True, a
              model, or (function, first state). (bool, string or pair:
              "consensus", "register", "cas", "queue", "set", "counter", "lock"
              or "log")
          goal: It may look but not act. The search looks for a state in which
              it is true. (function without parameters)
          prune: It may look but not act. Where it is true the search goes no
              further. (function without parameters)
          strategy: How the search goes: "breadth" finds a shortest way,
              "random" and "pct" walk by the seed. ("breadth", "depth", "pct" or
              "random")
          depth: How far the search goes from the start. There is no bound
              unless given. (int, steps)
          states: How many distinct states the search may see. (int, states)
          memory: How much memory the search may take. (int, MB)
          time: How long the search may take. "0s" is for ever. (duration, wall
              clock)
          walks: How many walks there are with the strategies "random" and
              "pct". (int)
          changes: How often priorities change in a walk of the strategy "pct".
              (int)
          seed: Draws the walks. The run's seed unless given. (int)
          reduce: What is left out that makes no difference: all of it, nothing,
              or one or some of the names. (bool, name or list: "dead", "safety"
              or "symmetry")
          paranoid: Does everything twice, and compares. (bool)
          requests: What clients may ask for, each once: (node, op), (node, op,
              {"value": 1}), or a client behind. (list of tuples)
        """

    @overload
    @deprecated("strategy takes 'breadth', 'depth', 'pct' or 'random'")
    def explore(
        self,
        propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
        timers: int = 0,
        crashes: int = 0,
        restarts: int | None = None,
        wipes: int = 0,
        duplicates: int = 0,
        drops: int = 0,
        partitions: int = 0,
        properties: str | Iterable[str] | None = None,
        linearizable: bool | str | tuple[_Model, Any] | None = None,
        goal: Callable[[], Any] | None = None,
        prune: Callable[[], Any] | None = None,
        strategy: LiteralString = "breadth",
        depth: int | None = None,
        states: int = 50000000,
        memory: int = 1024,
        time: _DurationLike = "0s",
        walks: int | None = None,
        changes: int = 2,
        seed: int | None = None,
        reduce: bool | str | Iterable[str] = True,
        paranoid: bool = False,
        *,
        requests: Iterable[tuple[Any, ...]] = [],
    ) -> Exploration: ...

    @overload
    def explore(
        self,
        propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
        timers: int = 0,
        crashes: int = 0,
        restarts: int | None = None,
        wipes: int = 0,
        duplicates: int = 0,
        drops: int = 0,
        partitions: int = 0,
        properties: str | Iterable[str] | None = None,
        linearizable: bool | str | tuple[_Model, Any] | None = None,
        goal: Callable[[], Any] | None = None,
        prune: Callable[[], Any] | None = None,
        strategy: str = "breadth",
        depth: int | None = None,
        states: int = 50000000,
        memory: int = 1024,
        time: _DurationLike = "0s",
        walks: int | None = None,
        changes: int = 2,
        seed: int | None = None,
        reduce: bool | str | Iterable[str] = True,
        paranoid: bool = False,
        *,
        requests: Iterable[tuple[Any, ...]] = [],
    ) -> Exploration: ...

    def shrink(self, states: int = 2000000) -> Counterexample:
        """Returns the shortest run it can make of this one that breaks the same
        property; the cluster stays as it is.

        The run must have broken a property, for instance inside
        expect_violation; if it has not, what the last explore() of this run
        found is shrunk. Requests, crashes, restarts, failures of disks, timers
        and deliveries are left out as long as the property breaks: a message
        that is not delivered is lost, and a cut or a network rule is nothing
        but such messages. Then there are fewer nodes, shorter values, and an
        order in which one thing leads to the next. In the end a search looks
        for a shorter way; if it comes to its end, the counterexample is proven
        shortest.

        Invariants are asked as explore() asks them. A run whose invariant
        depends on the time, or on what the script remembers, cannot be told
        again.

        Returns a counterexample.

        Args:
          states: How many states the search for a shorter run sees at most.
              With 0 there is no search. (int, states)
        """

    def why(
        self,
        run: Counterexample | Exploration | None = None,
        walks: int = 1000,
        seed: int | None = None,
    ) -> Explanation:
        """Says which step of a counterexample decided, by letting it go on at
        random from its start and after each step, so many walks from each.

        None is the run of the cluster if that broke a property, or else what
        the last explore() of this run found. What shrink() has not shrunk is
        shrunk first.

        A walk may do what the counterexample does and has not done yet, in any
        order, and delivers every message. The share of the walks that break the
        property is 100 % from the point of no return on.

        Returns an explanation.

        Args:
          run: What shrink() or explore() returned, or None for this run.
              (counterexample or exploration)
          walks: How many random continuations there are from the start and from
              each step, 1 to 1000000. (int)
          seed: Draws the walks. The run's seed unless given. (int)
        """

class Protocol:
    """A protocol is what protocol() returns: one that a script defined, for
    cluster(). It does not change.
    """

    name: str
    """What it is called."""

    doc: str
    """What it does, as it says itself."""

    state: tuple[str, ...]
    """The names of the fields of a node's state."""

    requests: tuple[str, ...]
    """What clients may ask for."""

    messages: tuple[str, ...]
    """The kinds of its messages."""

    timers: tuple[str, ...]
    """The names of its timers."""

    parameters: tuple[str, ...]
    """The names of what cluster() takes for it besides."""

    rules: tuple[str, ...]
    """The names of its rules."""

    invariants: tuple[str, ...]
    """The names of its invariants."""

class Node:
    """A node is what node() and nodes() return. Wherever a node is wanted, its
    number or its name will do.
    """

    id: int
    """Its number."""

    name: str
    """Its name, such as "n2"."""

    cluster: Cluster
    """The cluster that it belongs to."""

    up: bool
    """Whether it runs, paused or not."""

    paused: bool
    """Whether it is stopped by pause()."""

    idle: bool
    """Whether it would take a proposal now: it runs, is not paused, and nothing
    is under way there.
    """

    proposing: bool
    """Whether what a client asked of it, a proposal or a read, is under way."""

    def call(
        self,
        op: str,
        timeout: _DurationLike = "10s",
        client: str = "",
        args: Mapping[str, Any] = {},
        **arguments: Any,
    ) -> Reply:
        """Asks a node for something, as a client of its protocol, and waits:
        request and wait in one.

        The reply has outcome, why, and its own fields, as in call(1,
        "read").value. After timeout, or at once when nothing can come any more
        but what is held, the outcome is "info", and the client hears nothing
        later. What comes all the same stands in the history as late. It is an
        error when the node is down or paused, or takes no such request.

        Returns a reply.

        Args:
          op: What is asked for: one of the requests of the protocol. (string
              such as "propose" or "read")
          timeout: How long the client waits for the answer. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
          args: Further arguments, such as {"from": 1}: for those whose names
              are no keywords or taken. (dict from names to any values)
          arguments: The arguments of the request, each by its name. (any value)
        """

    def request(
        self,
        op: str,
        client: str = "",
        id: int = 0,
        args: Mapping[str, Any] = {},
        **arguments: Any,
    ) -> Request:
        """Asks a node for something, as a client of its protocol, and does not
        wait.

        The node takes the request at once; many may be open there. wait() lets
        time pass until it answers.

        Returns a request.

        Args:
          op: What is asked for: one of the requests of the protocol. (string
              such as "propose" or "read")
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
          id: The number of the request in this run, which no other has. The
              next one unless given. (int)
          args: Further arguments, such as {"from": 1}: for those whose names
              are no keywords or taken. (dict from names to any values)
          arguments: The arguments of the request, each by its name. (any value)
        """

    def proposer(
        self,
        value: _Value,
        ballot: _BallotLike | None = None,
        client: str = "",
    ) -> Proposer:
        """Returns a proposer at a node that is driven by hand, with prepare and
        accept.

        A node has one proposer at a time.

        Args:
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          ballot: The first ballot, such as (3, 1). The node chooses it unless
              given. (ballot)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def propose(
        self,
        value: _Value,
        ballot: _BallotLike | None = None,
        client: str = "",
    ) -> Proposer:
        """Lets a node propose a value by itself: both phases, again when
        nothing is answered, with the next ballot when it is refused.

        Nothing moves until the script lets time pass, for instance with wait or
        run.

        Returns a proposer.

        Args:
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          ballot: The first ballot, such as (3, 1). The node chooses it unless
              given. (ballot)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def submit(
        self,
        value: _Value,
        timeout: _DurationLike = "10s",
        client: str = "",
    ) -> Result:
        """Proposes a value and waits: propose and wait in one.

        The result has outcome ("chosen" or "unknown"), value, mine (whether it
        is the value asked for), ballot, rounds and messages. After timeout, or
        at once when nothing can come any more but what is held, the outcome is
        "unknown", and in the history the client hears nothing later.

        Returns a result.

        Args:
          value: An int, a string, a bool, or a list or dict of them, of at most
              64 KiB as JSON. (value)
          timeout: How long the client waits for the outcome. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def read(self, timeout: _DurationLike = "10s", client: str = "") -> Any:
        """Lets a node find out what is chosen, by a ballot of its own without a
        value of its own.

        It returns None when nothing can have been chosen. It is an error when
        that cannot be found out within timeout.

        Returns a value or None.

        Args:
          timeout: How long the client waits for the answer. (duration, virtual
              time)
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    def reader(self, client: str = "") -> Proposer:
        """Lets a node find out what is chosen, as read does, without waiting:
        wait() tells, with the outcome "empty" when nothing can have been
        chosen.

        Returns a proposer.

        Args:
          client: Names who asks, for the history. A client with a name waits
              for its answer before it asks again. (string)
        """

    @overload
    def isolate(self, in_flight: Literal["keep", "lose"] = "lose") -> Rule:
        """Cuts every link of a node.

        Returns a rule.

        Args:
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def isolate(self, in_flight: LiteralString = "lose") -> Rule: ...

    @overload
    def isolate(self, in_flight: str = "lose") -> Rule: ...

    @overload
    def bridge(self, in_flight: Literal["keep", "lose"] = "lose") -> Rule:
        """Cuts the other nodes into two halves that only this node can reach
        both of.

        Returns a rule.

        Args:
          in_flight: What becomes of messages that are on a link when it is cut:
              they are lost, or arrive. ("keep" or "lose")
        """

    @overload
    @deprecated("in_flight takes 'keep' or 'lose'")
    def bridge(self, in_flight: LiteralString = "lose") -> Rule: ...

    @overload
    def bridge(self, in_flight: str = "lose") -> Rule: ...

    @overload
    def crash(
        self,
        at: None = None,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Fault:
        """Stops a node at once; a process is killed with SIGKILL.

        What it had not synced is lost, and its timers and proposers with it.
        What it sent is on its way; what reaches it while it is down is lost.

        With at it dies in its next step instead, between two effects. With
        kind, src, where or fields it is the next step for a message that is
        meant. See crash_points.

        Returns a fault, or with at a trap.

        Args:
          at: Where in its next step the node dies. ":2" means the second time,
              as in "after_send:2". (string such as "before_write",
              "after_write", "before_sync", "after_sync", "before_send",
              "after_send", "before_publish" or "after_publish")
          kind: Only messages of this kind are meant. (string such as "prepare",
              "promise", "accept", "accepted", "nack" or "learn")
          src: Only messages from one of these nodes are meant. (node or list)
          where: Only messages for which where(message) is true are meant.
              (function of a message)
          fields: Only messages with these fields are meant: {"from": 1} for a
              name that is no keyword. (dict of fields)
          ballot: The ballot it belongs to. (ballot)
          voted: Of promise: whether the acceptor has accepted anything before.
              (bool)
          vote_ballot: Of promise: the ballot of that vote; None without one.
              (ballot)
          vote_value: Of promise: the value of that vote; None without one.
              (value)
          value: Of accept, accepted and learn: the value it is about. (value)
          promised: Of nack: the higher ballot that the acceptor has promised.
              (ballot)
        """

    @overload
    def crash(
        self,
        at: str,
        kind: str | None = None,
        src: _NodeLike | Iterable[_NodeLike] | None = None,
        where: Callable[[Message], Any] | None = None,
        *,
        fields: Mapping[str, Any] | None = None,
        ballot: _BallotLike | None = None,
        voted: bool | None = None,
        vote_ballot: _BallotLike | None = None,
        vote_value: _Value | None = None,
        value: _Value | None = None,
        promised: _BallotLike | None = None,
    ) -> Trap: ...

    def crash_points(
        self,
        message: Message | Proposer | None = None,
    ) -> list[str]:
        """Lists the places at which a node can die in the step that a message
        to it causes.

        Returns a list of strings.

        Args:
          message: A message to the node, or a proposer driven by hand: then its
              start. Else what comes next. (message or proposer)
        """

    def pause(self) -> Fault:
        """Stops a node from running; a process gets SIGSTOP. What comes for it
        waits, and nothing is lost.

        Returns a fault.
        """

    def resume(self) -> None:
        """Lets a paused node go on, with what has come for it meanwhile."""

    def skew(self, step: _DurationLike = "0s", rate: float = 1) -> Fault:
        """Puts a node's clock forward or back, and lets it run at a rate.

        Timers that are set fire by that clock: put forward, it makes them fire
        early.

        Returns a fault.

        Args:
          step: How far the clock is put forward, or back with "-5ms". (signed
              duration)
          rate: How fast the clock runs. 1 is right, 2 is twice as fast.
              (number)
        """

    @overload
    def disk(
        self,
        fail: Literal["sync"] | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault:
        """Says what is wrong with a node's disk from now on, or damages it
        while the node is down; with nothing but the node it works again.

        Returns a fault, or None for damage.

        Args:
          fail: The next syncs fail, while the node is up. A node whose disk
              fails stops. ("sync")
          times: How many syncs fail. (int, syncs)
          full: Every sync fails, while the node is up. (bool)
          slow: How long every sync takes, while the node is up. (duration,
              virtual time)
          lose_unsynced: The disk says that it synced when it did not, so that a
              crash loses what was written. (bool)
          torn: How many bytes of the last record are left, while the node is
              down. (int, bytes)
          rollback: How many of the last records are taken away, while the node
              is down. (int, records)
          corrupt: This bit of the file is flipped, with True its last, while
              the node is down. (int or bool)
        """

    @overload
    @deprecated("fail takes 'sync'")
    def disk(
        self,
        fail: LiteralString | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault: ...

    @overload
    def disk(
        self,
        fail: str | None = None,
        times: int = 1,
        full: bool = False,
        slow: _DurationLike = "0s",
        lose_unsynced: bool = False,
        torn: int | None = None,
        rollback: int | None = None,
        corrupt: int | None = None,
    ) -> Fault: ...

    @overload
    def restart(self, disk: Literal["keep", "wipe"] = "keep") -> None:
        """Starts a node that is down, on the disk it had, or with disk="wipe"
        on an empty one.

        A node whose process was ended from outside crashes first: then the run
        can go on.

        A node that forgets what it promised can break agreement: wiping is
        there to show that.

        Args:
          disk: Whether the node finds what its disk had, or an empty one.
              ("keep" or "wipe")
        """

    @overload
    @deprecated("disk takes 'keep' or 'wipe'")
    def restart(self, disk: LiteralString = "keep") -> None: ...

    @overload
    def restart(self, disk: str = "keep") -> None: ...

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

class Request:
    """A request is what request() returns: something that a client asked of a
    node, and what has become of it.
    """

    id: int
    """The number of the request in its run, from 1."""

    op: str
    """What was asked for."""

    args: dict[str, Any]
    """Its arguments, by their names."""

    node: Node
    """The node that was asked."""

    client: str
    """The name of who asked; "c3" for a client without a name."""

    done: bool
    """Whether nothing more will come of it."""

    result: Reply
    """What its client knows now."""

    messages: int
    """How many messages between nodes it has cost."""

    def wait(self, timeout: _DurationLike = "10s") -> Reply:
        """Lets the world run until the request is done, or timeout has passed.
        When nothing can come any more but what is held, it says so and returns
        at once, with the outcome "info".

        Returns a reply.

        Args:
          timeout: How long the call waits at most. (duration, virtual time)
        """

class Reply:
    """A reply is what call() and wait() return: what a client knows of its
    request. The fields that the node answered are its attributes, and its
    elements by name, as reply["from"]. It is true when the outcome is "ok".
    """

    outcome: str
    """"ok", "fail" when it certainly was not done, or "info" for a client who
    does not know.
    """

    why: str
    """Why it failed or is not known, such as "timed out" or "n1 crashed"; ""
    otherwise.
    """

    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, field: str, /) -> Any: ...
    def __contains__(self, field: str, /) -> bool: ...

class Proposer:
    """A proposer is what proposer() and propose() return: one client's wish at
    one node, and what has become of it.
    """

    node: Node
    """The node that proposes."""

    asked: Any
    """The value asked for."""

    value: Any
    """The value bound to the ballot once a quorum has promised it; None before.
    """

    ballot: Any
    """The present ballot."""

    status: str
    """How it stands: "opened", "preparing", "proposing", "refused", "chosen",
    "empty", "stopped" or "crashed".
    """

    done: bool
    """Whether nothing more will come of it."""

    messages: int
    """How many messages between nodes it has cost."""

    result: Result
    """What its client knows."""

    def prepare(
        self,
        to: _NodeLike | Iterable[_NodeLike] | None = None,
        *,
        wait: bool = True,
    ) -> Proposer:
        """Runs phase 1 with some acceptors, until their answers are back or can
        no longer come.

        Where no quorum has answered and no answer can come by itself, it says
        of each message or answer why: a rule holds it, it was lost, or its node
        is down or paused.

        It goes on with the same ballot while phase 1 is open, and starts the
        next ballot after a refusal or after phase 2.

        Returns the proposer.

        Args:
          to: The acceptors that are asked, all of them unless given. (node or
              list)
          wait: With False the call sends the messages and returns at once.
              (bool)
        """

    def accept(
        self,
        to: _NodeLike | Iterable[_NodeLike] | None = None,
        *,
        wait: bool = True,
    ) -> Proposer:
        """Runs phase 2 with some acceptors, until their answers are back or can
        no longer come.

        It wants phase 1 to have a quorum. It may be called again for other
        acceptors, later than everything else.

        Returns the proposer.

        Args:
          to: The acceptors that are asked, all of them unless given. (node or
              list)
          wait: With False the call sends the messages and returns at once.
              (bool)
        """

    def start(self) -> Proposer:
        """Lets a proposer go on by itself from where it stands.

        Returns the proposer.
        """

    def stop(self) -> None:
        """Lets the client give up. What was sent stays sent."""

    def wait(self, timeout: _DurationLike = "10s") -> Result:
        """Lets the world run until the proposer is done, or timeout has passed.
        When nothing can come any more but what is held, it says so and returns
        at once, with the outcome "unknown".

        Returns a result.

        Args:
          timeout: How long the call waits at most. (duration, virtual time)
        """

class Message:
    """A message is what pending() returns a list of: one message in flight or
    held, or a timer.
    """

    kind: str
    """What it is, such as "prepare"; "timer" for a timer."""

    src: Any
    """The node that sent it; None for a timer."""

    dst: Node
    """The node it is for."""

    due: Duration
    """When it arrives if nobody interferes, in virtual time."""

    held: bool
    """Whether it waits for its release."""

    waiting: bool
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
        """Lets the message arrive once more, also when it has arrived already
        or was lost.
        """

    def release(self) -> None:
        """Lets the message, if it is held, go on its way."""

    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, field: str, /) -> Any: ...
    def __contains__(self, field: str, /) -> bool: ...

class Rule:
    """A rule is what hold(), lose(), partition() and the other network verbs
    return: it is in force until it is stopped.
    """

    hits: int
    """How many messages it did something to, and how many different ones it met
    in searches.
    """

    stopped: bool
    """Whether it is over."""

    def stop(self) -> None:
        """Stops the rule. What it holds stays held until it is released."""

class Fault:
    """A fault is what crash(), pause(), skew() and disk() return: it is there
    until it is stopped.
    """

    hits: int
    """How often it bit, and how often in different ways in searches."""

    stopped: bool
    """Whether it is over."""

    def stop(self) -> None:
        """Ends the fault: a crashed node restarts, a paused one goes on, a disk
        works, a clock runs right.
        """

class Trap:
    """A trap is what crash() returns when it names a place with at: the node
    crashes when it comes there.
    """

    fired: bool
    """Whether the node has died of it."""

    hits: int
    """1 once the node has died of it, 0 before."""

    armed: bool
    """Whether it still waits."""

    def stop(self) -> None:
        """Takes the trap away."""

class Task:
    """A task is what spawn() returns: a function that runs beside the script,
    in virtual time.
    """

    done: bool
    """Whether it has returned."""

    result: Any
    """What it returned; None before."""

    def wait(self, timeout: _DurationLike = "10s") -> Any:
        """Lets time pass until the task is done. It is an error when that takes
        longer than timeout.

        What the task waits for is given up at once, as outside of a task, when
        nothing can come any more but what is held.

        Returns what the task returned.

        Args:
          timeout: It is an error when the task takes longer. (duration, virtual
              time)
        """

class Random:
    """A source of random numbers is what random() returns. Its draws follow
    from the run's seed and its name alone.
    """

    name: str
    """What it is for."""

    def below(self, n: int) -> int:
        """Returns a number from 0 to n-1.

        Args:
          n: The number is less than n, which is at least 1. (int)
        """

    def pick(self, list: Sequence[Any]) -> Any:
        """Returns one element of a list.

        Returns a value.

        Args:
          list: What to pick from: a list or a tuple that is not empty. (list)
        """

    def shuffle(self, list: Sequence[Any]) -> list[Any]:
        """Returns the elements of a list in random order.

        Returns a list.

        Args:
          list: A list or a tuple. It stays as it is. (list)
        """

    def hit(self, rate: float) -> bool:
        """Returns True with the probability rate.

        Returns a bool.

        Args:
          rate: The probability of True. (rate)
        """

    def between(self, least: _DurationLike, most: _DurationLike) -> Duration:
        """Returns a duration from least to most, in whole microseconds.

        Args:
          least: The shortest duration that may come. (duration, virtual time)
          most: The longest duration that may come. (duration, virtual time)
        """

class Exploration:
    """An exploration is what explore() returns: the verdict of a search, and
    the way to what it found.
    """

    verdict: str
    """"holds", "violated", "found", "not found" or "unknown"."""

    bound: Any
    """The bound that was hit, such as "states", or "prune" when that cut
    something off, when the verdict is "unknown"; None otherwise.
    """

    violated: Any
    """The property that broke; None when none did."""

    sentence: Any
    """How it broke, or why the verdict is "unknown"; None otherwise."""

    states: int
    """How many distinct states there are."""

    alike: int
    """How many more states there are that differ from these only in which of
    some nodes alike is which.
    """

    transitions: int
    """How many steps lead from one to another, and the start."""

    depth: int
    """How far the farthest is from the start, in states."""

    time: Any
    """How long the search took by the wall clock; it is shown at the prompt
    alone, since a run must not depend on it.
    """

    steps: list[str]
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

    def shrink(self, states: int = 2000000) -> Counterexample:
        """Shrinks what was found, with the run that led up to it, as shrink()
        does with the run of a cluster.

        Returns a counterexample.

        Args:
          states: How many states the search for a shorter run sees at most.
              With 0 there is no search. (int, states)
        """

    def why(self, walks: int = 1000, seed: int | None = None) -> Explanation:
        """Says which step of what was found decided, as why() does with the run
        of a cluster.

        Returns an explanation.

        Args:
          walks: How many random continuations there are from the start and from
              each step, 1 to 1000000. (int)
          seed: Draws the walks. The run's seed unless given. (int)
        """

class Counterexample:
    """A counterexample is what shrink() returns: a run that breaks a property,
    with nothing in it that need not be there.
    """

    violated: str
    """The property that breaks."""

    sentence: str
    """How it breaks."""

    steps: list[str]
    """What happens, a line for each step."""

    nodes: int
    """How many nodes are left."""

    events: int
    """How many events the run had that was shrunk."""

    proven: bool
    """Whether a search has shown that no way with the same nodes, requests and
    failures has fewer steps.
    """

    def script(self) -> str:
        """Returns the counterexample as a script that expects the violation,
        with a remark behind each line that says what comes of it.

        Returns a script.
        """

    def why(self, walks: int = 1000, seed: int | None = None) -> Explanation:
        """Says which step of the counterexample decided, as why() does with the
        run of a cluster.

        Returns an explanation.

        Args:
          walks: How many random continuations there are from the start and from
              each step, 1 to 1000000. (int)
          seed: Draws the walks. The run's seed unless given. (int)
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

    sentence: str
    """Which step decided, and how much."""

    steps: list[str]
    """What happened, a line for each step."""

    shares: list[float]
    """The share of random continuations that break the property, from 0 to 1:
    at the start, and after each step.
    """

    def diagram(self, width: int = 100) -> str:
        """Prints the counterexample as a space-time diagram, with a mark after
        the step that decided.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.

        Args:
          width: How wide it may be, 40 to 1000. (int, columns)
        """

class Result:
    """A result is what a client knows of its proposal. It is false while the
    outcome is "unknown".
    """

    outcome: str
    """"chosen", "empty" for a read that found nothing, "stopped", or "unknown"
    for a client who does not know.
    """

    value: Any
    """The value that is chosen, whoever asked for it; None while the outcome is
    unknown.
    """

    mine: bool
    """Whether the chosen value is the one asked for."""

    ballot: Any
    """The last ballot."""

    rounds: int
    """How many ballots it took."""

    messages: int
    """How many messages between nodes it cost."""

class History:
    """A history is what history() returns: a list of operations in the order in
    which they were invoked.
    """

    clients: tuple[str, ...]
    """The names of the clients, in the order in which they came."""

    faults: list[Failure]
    """What was wrong meanwhile with nodes and the network, a list in the order
    in which it began; empty in a history written by hand.
    """

    def show(self) -> str:
        """Prints the history as a table: times, and in brackets lines of the
        trace.

        A table that is wider than the terminal is turned, with a field in each
        line; see synod doc values.

        It prints where the call is a whole statement; inside an expression,
        such as print(…), it only returns the text.

        Returns the text.
        """

    def json(self) -> str:
        """Returns the history as JSON Lines, an operation a line, and then a
        fault a line. A whole number beyond 2^53 is {"$int": "…"} there: see
        synod doc values.

        Returns the text.
        """

    def edn(self) -> str:
        """Returns the history as Jepsen writes one: an invocation or a
        completion a line, times in nanoseconds. Where a fault begins or ends
        there are two lines of the process :nemesis.

        Returns the text.
        """

    def __iter__(self) -> Iterator[Operation]: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, number: int, /) -> Operation: ...
    @overload
    def __getitem__(self, some: slice, /) -> list[Operation]: ...

class Operation:
    """An operation is an element of a history: one thing that a client asked
    for, from its invocation to its return.
    """

    client: str
    """The name of the client; "c3" when it has none."""

    node: Any
    """The name of the node it asked, such as "n1"; None in a history written by
    hand.
    """

    op: str
    """What it asked for: "propose", "read" or another word."""

    value: Any
    """The value it asked for, its argument of that name; None for a read."""

    args: dict[str, Any]
    """A dict of all its arguments, such as {"key": "x", "value": 1}."""

    result: Any
    """What it was told, the value in the reply; None unless the outcome is ok.
    """

    fields: dict[str, Any]
    """A dict of all that the reply said, such as {"version": 2, "value": 1}."""

    outcome: str
    """"ok", "fail" when it surely did not happen, or "unknown"."""

    why: str
    """Why it failed or is unknown, such as "n1 crashed"; "" otherwise."""

    late: Any
    """What its node answered after the client had given up: a dict of outcome,
    why, at and fields; None for nothing. The client does not know it, and no
    model goes by it.
    """

    invoked: Duration
    """When it began, in virtual time."""

    returned: Any
    """When its client heard the result, or gave up; None while it waits."""

    invoked_event: int
    """The line of the trace with which it began; 0 in a history written by
    hand.
    """

    returned_event: int
    """The line of the trace with which it returned; 0 where there is none."""

class Failure:
    """A failure is an element of the faults of a history: something that a
    script let be wrong, with a node or with the network, from one moment to
    another.
    """

    kind: str
    """"crash", "pause", "disk" or "clock"; "torn", "corrupt", "rollback" or
    "wipe" of a disk; or what a rule does: "partition", "cut", "hold", "delay",
    "lose", "repeat" or "reorder".
    """

    node: Any
    """The name of the node that it befell, such as "n1"; None for the network.
    """

    text: str
    """What the trace calls it, such as "partition n1 n2 | n3"."""

    began: Duration
    """When it began, in virtual time."""

    ended: Any
    """When it was over; None while it lasts."""

    began_event: int
    """The line of the trace with which it began."""

    ended_event: int
    """The line of the trace with which it was over; 0 while it lasts."""

class Judgement:
    """A judgement is what linearizable() returns. It is true when the history
    holds. As text it says why one does not: with operations whose results fit
    no order, of which none can be left out, whatever became of all others.
    """

    verdict: str
    """"holds", "violated", or "unknown" when the budget was spent first."""

    text: str
    """What the verdict is and why, in words."""

    window: Any
    """Of a violation: a history of operations that fit no order, of which none
    can be left out; None otherwise.
    """

    model: str
    """The name of the model."""

    steps: int
    """How many steps of the model it took."""

class State:
    """A state is a picture of one node: what state() returned stays as it was.
    It is false if the node was down.
    """

    node: str
    """The name of the node."""

    down: bool
    """Whether the node does not run; then it has no other field."""

    hash: int
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

    def __getattr__(self, name: str, /) -> Any: ...

class Ballot:
    """A ballot is the number of an attempt. Ballots compare, and may be keys of
    a dict.
    """

    round: int
    """The round, which decides first which of two ballots is higher."""

    node: int
    """The number of the node whose ballot it is, which decides between equal
    rounds.
    """

    def __lt__(self, other: Ballot, /) -> bool: ...
    def __le__(self, other: Ballot, /) -> bool: ...
    def __gt__(self, other: Ballot, /) -> bool: ...
    def __ge__(self, other: Ballot, /) -> bool: ...

class assert_:
    """The checks of assert, which is a keyword of Python."""

    @staticmethod
    def eq(x: Any, y: Any, msg: str = "") -> None:
        """Fails unless x and y are equal, however deep they go.

        Where one of two values is a ballot, a duration or a node, and the other
        is not, that may be what a verb takes for one: (3, 1) or "3.1", "5ms", 2
        or "n2", inside lists, dicts, sets and structs too. Starlark's own ==
        holds only between values of one type.

        Args:
          x: The value that was got. (any value)
          y: The value that it is compared with. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def ne(x: Any, y: Any, msg: str = "") -> None:
        """Fails if x and y are equal, as assert.eq compares them.

        Args:
          x: The value that was got. (any value)
          y: The value that it is compared with. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def lt(x: Any, y: Any, msg: str = "") -> None:
        """Fails unless x < y. A ballot or a duration is compared with what a
        verb takes for one, as in assert.eq.

        Args:
          x: The value that was got. (any value)
          y: The value that it is compared with. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def true(x: Any, msg: str = "") -> None:
        """Fails unless x is true.

        Args:
          x: The value that is asked whether it is true. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def false(x: Any, msg: str = "") -> None:
        """Fails unless x is false.

        Args:
          x: The value that is asked whether it is true. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def contains(x: Any, y: Any, msg: str = "") -> None:
        """Fails unless y is in x. Elements are compared as assert.eq compares
        them.

        Args:
          x: A list, a tuple, a dict, a set or a string. (any value)
          y: What has to be in it. (any value)
          msg: Stands in front of what the failure says. (string)
        """

    @staticmethod
    def fails(fn: Callable[[], Any], part: str = "") -> str:
        """Calls fn and fails unless fn fails, with an error that contains part.

        A violation of a safety property is not caught: see expect_violation.

        Returns how it failed.

        Args:
          fn: The function that is called. (function without parameters)
          part: A part of what the error says. (string)
        """

# set up

@overload
def cluster(
    nodes: int = 3,
    protocol: str | Protocol = "paxos",
    hold: bool = False,
    latency: _SpanLike = "1ms",
    backoff: _SpanLike = "random",
    q1: int | None = None,
    q2: int | None = None,
    rules: Mapping[str, bool] = {},
    seed: int | str | None = None,
    fleet: Literal["processes", "sim"] | None = None,
    quiet: bool = False,
    unsafe: bool = False,
    retransmit: _DurationLike = "50ms",
    order: Literal["random", "time"] = "time",
    *,
    roles: Mapping[str, int | str | Iterable[int | str]] = {},
    **parameters: Any,
) -> Cluster:
    """Starts a cluster of nodes and makes it the one that the other verbs act
    on.

    release() or heal(hold=True) ends what hold=True began. A protocol that the
    script defines has the parameters that it declares in place of backoff, q1,
    q2, unsafe and retransmit.

    Returns a cluster.

    Args:
      nodes: How many nodes there are, 1 to 10000. (int)
      protocol: The protocol that the nodes run, by its name, or one that
          protocol() returned. (string or protocol: "paxos")
      hold: Keeps every message, a node's own included, until it is delivered or
          released by hand. (bool)
      latency: How long a message takes: fixed, a pair to draw from evenly, or
          ("exp", least, mean). (duration or pair, virtual time)
      backoff: How long a refused proposer waits before its next ballot; synod
          doc duel has a livelock. (duration or pair, or "random" or "none",
          virtual time)
      q1: How many promises end phase 1; a majority of the nodes unless given.
          (int)
      q2: How many votes at one ballot choose its value; a majority of the nodes
          unless given. (int)
      rules: Switches rules of the protocol, such as {"promise_durable": False}.
          (dict from names to bools)
      seed: Decides every random draw; "7,120:93" is 7 up to event 120, then 93.
          As --seed unless given. (seed)
      fleet: Whether nodes are processes or simulated. As the run's --fleet
          unless given. ("processes" or "sim")
      quiet: Leaves the trace out. (bool)
      unsafe: Whether quorums of the two phases may have no node in common.
          (bool)
      retransmit: How long a proposer waits for answers before it asks again; 0s
          is for ever. (duration, virtual time)
      order: What happens next: what is due first, or any pending event, drawn
          by the seed. ("random" or "time")
      roles: Names for nodes, to stand wherever nodes may, such as {"acceptors":
          [1, 2, 3]}. (dict from names to nodes)
      parameters: The parameters of a protocol that the script defines, each by
          its name. (any value)
    """

@overload
@deprecated("fleet takes 'processes' or 'sim'; order takes 'random' or 'time'")
def cluster(
    nodes: int = 3,
    protocol: str | Protocol = "paxos",
    hold: bool = False,
    latency: _SpanLike = "1ms",
    backoff: _SpanLike = "random",
    q1: int | None = None,
    q2: int | None = None,
    rules: Mapping[str, bool] = {},
    seed: int | str | None = None,
    fleet: LiteralString | None = None,
    quiet: bool = False,
    unsafe: bool = False,
    retransmit: _DurationLike = "50ms",
    order: LiteralString = "time",
    *,
    roles: Mapping[str, int | str | Iterable[int | str]] = {},
    **parameters: Any,
) -> Cluster: ...

@overload
def cluster(
    nodes: int = 3,
    protocol: str | Protocol = "paxos",
    hold: bool = False,
    latency: _SpanLike = "1ms",
    backoff: _SpanLike = "random",
    q1: int | None = None,
    q2: int | None = None,
    rules: Mapping[str, bool] = {},
    seed: int | str | None = None,
    fleet: str | None = None,
    quiet: bool = False,
    unsafe: bool = False,
    retransmit: _DurationLike = "50ms",
    order: str = "time",
    *,
    roles: Mapping[str, int | str | Iterable[int | str]] = {},
    **parameters: Any,
) -> Cluster: ...

def protocol(
    name: str,
    state: Mapping[str, Any] = {},
    start: Callable[..., Any] | None = None,
    requests: Mapping[str, Callable[..., Any]] = {},
    messages: Mapping[str, Callable[..., Any]] = {},
    timers: Mapping[str, Callable[..., Any]] = {},
    parameters: Mapping[str, tuple[Any, str]] = {},
    rules: Mapping[str, str] = {},
    invariants: Mapping[str, Callable[..., Any]] = {},
    doc: str = "",
    show: Mapping[str, str] = {},
) -> Protocol:
    """Defines a protocol for cluster(), as functions of this script that say
    what a node does.

    A handler takes self, the node, and what came: a request r, a message m, or
    nothing for a timer. What it returns is what the trace says of the event.
    See synod doc protocols.

    Returns a protocol.

    Args:
      name: What it is called: a word of letters, digits and underscores, which
          the lab has no protocol by. (string)
      state: Every field of a node's state, with the value that it begins with.
          (dict from names to any values)
      start: What a node does when it starts, and when it restarts: fn(self,
          disk). (function)
      requests: What clients may ask for, each with its handler fn(self, r).
          (dict from names to functions)
      messages: The kinds of messages, each with its handler fn(self, m). (dict
          from names to functions)
      timers: The timers, each with its handler fn(self). (dict from names to
          functions)
      parameters: What cluster() takes for it, each with its default and a
          sentence, as ("50ms", "how long"). (dict from names to pairs)
      rules: The rules that cluster(rules=…) may switch off, each with a
          sentence. (dict from names to strings)
      invariants: What must hold after every event: fn(nodes) of the states of
          the nodes that are up. (dict from names to functions)
      doc: What it does, in a few sentences. (string)
      show: How a trace shows a kind of message, such as "term {term}". Else it
          shows all fields. (dict from names to strings)
    """

def nodes(which: _NodeLike | Iterable[_NodeLike] | None = None) -> list[Node]:
    """Returns the nodes, in the order of their numbers, or those that are given
    in that order.

    Returns a list of nodes.

    Args:
      which: Nodes, or the role of some. All of them unless given. (node or
          list)
    """

def node(which: _NodeLike) -> Node:
    """Returns the node with a number or a name such as "n2".

    A node has every verb that begins with a node as a method: node(2).crash()
    is crash(2).

    Returns a node.

    Args:
      which: The number of the node, or its name such as "n2". (node)
    """

def reset(seed: int | str | None = None) -> None:
    """Starts over: time 0, every node up on an empty disk, nothing in flight,
    no network rule, no invariant.

    Processes that run keep running. Those that were ended from outside are
    replaced.

    Args:
      seed: Decides every random draw from here on. It stays as it is unless
          given. (seed)
    """

def close() -> None:
    """Stops the nodes and waits for them. The end of the script does it too."""

def ballot(round: int, node: int) -> Ballot:
    """Returns a ballot, which compares by round and then by node.

    Wherever a ballot is wanted, a pair (3, 1) or a string "3.1" will do.

    Args:
      round: The round, at least 1. (int)
      node: The number of the node whose ballot it is. (int)
    """

def duration(text: _DurationLike) -> Duration:
    """Returns a duration that compares and adds, such as duration("1.5ms").

    Wherever a duration is wanted, the string will do.

    Args:
      text: A number and its unit: us, ms, s, m or h. (duration)
    """

def struct(**fields: Any) -> Struct:
    """Returns a value with the fields given, such as struct(name="A", votes=3).

    Returns a struct.

    Args:
      fields: The fields of the value, each with its name. (any value)
    """

def random(name: str = "script") -> Random:
    """Returns random numbers for the use that name says, drawn from the seed:
    what one use draws does not disturb another.

    Returns a source of random numbers.

    Args:
      name: Says what the numbers are for. The same name gives the same source
          again. (string)
    """

def args(name: str, default: Any = None) -> Any:
    """Returns an argument of the script, given after -- as name=value, or the
    default.

    It has the type of the default: a whole number, a bool or a string.

    Returns a value.

    Args:
      name: The name of the argument, as in synod run scenario.star --
          name=value. (string)
      default: What the call returns when the argument is not given. (any value)
    """

def exit(code: int = 0) -> None:
    """Ends the script, or the conversation, with an exit status from 0 to 125.

    Args:
      code: The exit status, 0 to 125. (int)
    """

# ask

def call(
    node: _NodeLike,
    op: str,
    timeout: _DurationLike = "10s",
    client: str = "",
    args: Mapping[str, Any] = {},
    **arguments: Any,
) -> Reply:
    """Asks a node for something, as a client of its protocol, and waits:
    request and wait in one.

    The reply has outcome, why, and its own fields, as in call(1, "read").value.
    After timeout, or at once when nothing can come any more but what is held,
    the outcome is "info", and the client hears nothing later. What comes all
    the same stands in the history as late. It is an error when the node is down
    or paused, or takes no such request.

    Returns a reply.

    Args:
      node: The node that is meant. (node)
      op: What is asked for: one of the requests of the protocol. (string such
          as "propose" or "read")
      timeout: How long the client waits for the answer. (duration, virtual
          time)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
      args: Further arguments, such as {"from": 1}: for those whose names are no
          keywords or taken. (dict from names to any values)
      arguments: The arguments of the request, each by its name. (any value)
    """

def request(
    node: _NodeLike,
    op: str,
    client: str = "",
    id: int = 0,
    args: Mapping[str, Any] = {},
    **arguments: Any,
) -> Request:
    """Asks a node for something, as a client of its protocol, and does not
    wait.

    The node takes the request at once; many may be open there. wait() lets time
    pass until it answers.

    Returns a request.

    Args:
      node: The node that is meant. (node)
      op: What is asked for: one of the requests of the protocol. (string such
          as "propose" or "read")
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
      id: The number of the request in this run, which no other has. The next
          one unless given. (int)
      args: Further arguments, such as {"from": 1}: for those whose names are no
          keywords or taken. (dict from names to any values)
      arguments: The arguments of the request, each by its name. (any value)
    """

# propose

def proposer(
    node: _NodeLike,
    value: _Value,
    ballot: _BallotLike | None = None,
    client: str = "",
) -> Proposer:
    """Returns a proposer at a node that is driven by hand, with prepare and
    accept.

    A node has one proposer at a time.

    Args:
      node: The node that is meant. (node)
      value: An int, a string, a bool, or a list or dict of them, of at most 64
          KiB as JSON. (value)
      ballot: The first ballot, such as (3, 1). The node chooses it unless
          given. (ballot)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
    """

def propose(
    node: _NodeLike,
    value: _Value,
    ballot: _BallotLike | None = None,
    client: str = "",
) -> Proposer:
    """Lets a node propose a value by itself: both phases, again when nothing is
    answered, with the next ballot when it is refused.

    Nothing moves until the script lets time pass, for instance with wait or
    run.

    Returns a proposer.

    Args:
      node: The node that is meant. (node)
      value: An int, a string, a bool, or a list or dict of them, of at most 64
          KiB as JSON. (value)
      ballot: The first ballot, such as (3, 1). The node chooses it unless
          given. (ballot)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
    """

def submit(
    node: _NodeLike,
    value: _Value,
    timeout: _DurationLike = "10s",
    client: str = "",
) -> Result:
    """Proposes a value and waits: propose and wait in one.

    The result has outcome ("chosen" or "unknown"), value, mine (whether it is
    the value asked for), ballot, rounds and messages. After timeout, or at once
    when nothing can come any more but what is held, the outcome is "unknown",
    and in the history the client hears nothing later.

    Returns a result.

    Args:
      node: The node that is meant. (node)
      value: An int, a string, a bool, or a list or dict of them, of at most 64
          KiB as JSON. (value)
      timeout: How long the client waits for the outcome. (duration, virtual
          time)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
    """

def read(
    node: _NodeLike,
    timeout: _DurationLike = "10s",
    client: str = "",
) -> Any:
    """Lets a node find out what is chosen, by a ballot of its own without a
    value of its own.

    It returns None when nothing can have been chosen. It is an error when that
    cannot be found out within timeout.

    Returns a value or None.

    Args:
      node: The node that is meant. (node)
      timeout: How long the client waits for the answer. (duration, virtual
          time)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
    """

def reader(node: _NodeLike, client: str = "") -> Proposer:
    """Lets a node find out what is chosen, as read does, without waiting:
    wait() tells, with the outcome "empty" when nothing can have been chosen.

    Returns a proposer.

    Args:
      node: The node that is meant. (node)
      client: Names who asks, for the history. A client with a name waits for
          its answer before it asks again. (string)
    """

# time

def run(
    duration: _DurationLike | None = None,
    until: Callable[[], Any] | None = None,
    within: _DurationLike = "10s",
) -> bool:
    """Lets everything happen that is due in a duration, or until until() is
    true.

    It gives up after within, and at once when nothing can come any more but
    what is held and until does not look at what time alone changes.

    Returns whether until became true.

    Args:
      duration: How much time passes. (duration, virtual time)
      until: It is asked before every event. It may look but not act. (function
          without parameters)
      within: How long the call waits for until. (duration, virtual time)
    """

def settle(within: _DurationLike = "10s") -> bool:
    """Lets everything happen until nothing is left to happen, or within has
    passed. What is held does not count: when all that is left are timers whose
    messages are held too, it says so and returns False at once.

    Returns whether all is quiet.

    Args:
      within: The call ends after so long although something is left to happen.
          (duration, virtual time)
    """

def step(n: int = 1) -> int:
    """Lets the next n events happen.

    Returns how many events happened.

    Args:
      n: How many events happen, at least 1. (int, events)
    """

def stop_before(event: int, fn: Callable[[], Any]) -> None:
    """Calls fn and ends it just before an event of the trace, by its number. It
    is an error when fn ends before that.

    What fn would have done then is not done; what it did stays. A session that
    was saved uses it for a command that was cut short.

    Args:
      event: The number of an event, as the trace shows it. (int)
      fn: The function that is called. (function without parameters)
    """

def sleep(duration: _DurationLike) -> None:
    """Lets a duration of virtual time pass, with everything that is due in it.

    Args:
      duration: How much time passes. (duration, virtual time)
    """

def wait_for(
    until: Callable[[], Any] | None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    within: _DurationLike = "10s",
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Any:
    """Lets time pass until a message that is meant is in flight, or until() is
    true. It is an error when that does not come within.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns the message, or what until returned.

    Args:
      until: What becomes true, in place of a description of messages. (function
          without parameters)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      within: It is an error when what is waited for does not come in this time.
          (duration, virtual time)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def spawn(fn: Callable[..., Any], *args: Any) -> Task:
    """Lets fn(*args) run beside the script, whenever virtual time passes: one
    task at a time, each until it sleeps or waits.

    A task may propose, sleep, wait and wait_for, crash and cut; what moves the
    world by itself, such as deliver, is for the script alone.

    Returns a task.

    Args:
      fn: The function that the task runs. (function)
      args: The arguments of that function. (any value)
    """

def now() -> Duration:
    """Returns the virtual time since the cluster started.

    Returns a duration.
    """

# messages

def pending(
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> list[Message]:
    """Returns the messages in flight and held, in the order in which they are
    due.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none. A message has kind, src, dst, due, held,
    waiting and its own fields, such as ballot and value, also as m["ballot"].
    What waits for a paused node is there too. A timer fits dst, whose it is,
    and where; src and fields are refused with it.

    Returns a list of messages.

    Args:
      kind: Only messages of this kind are meant. "timer" returns the timers.
          (string such as "prepare", "promise", "accept", "accepted", "nack",
          "learn" or "timer")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def deliver(
    message: Message | Iterable[Message] | None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> int:
    """Delivers messages now, before anything else: one, a list of them, or all
    that are meant.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none. It is an error to mean none. The clock moves to
    the time the message was due, if that is still to come. What is for a node
    that is down is lost, and what is for a paused one waits for it. A timer,
    which only a value means, fires.

    Returns how many messages.

    Args:
      message: A message, or a list of them, in place of a description of
          messages. (message or list)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def drop(
    message: Message | Iterable[Message] | None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> int:
    """Throws messages away, in flight or held. It says which as deliver does.

    Returns how many messages.

    Args:
      message: A message, or a list of them, in place of a description of
          messages. (message or list)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def duplicate(
    message: Message | Iterable[Message] | None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> int:
    """Lets messages arrive once more. It says which as deliver does, so a
    description means only those in flight and held.

    A message that has arrived, or was lost, can be given as a value that the
    script kept, such as one of pending() before. The copy is held if the
    message is; otherwise it is on its way, whatever holds or loses such
    messages, and arrives when the message was due or else at once.

    Returns how many messages.

    Args:
      message: A message, or a list of them, in place of a description of
          messages. (message or list)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def release(
    message: Message | Iterable[Message] | None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> int:
    """Lets held messages go on their way. It says which as deliver does; of
    those that a description means, only the held ones count. They arrive when
    time passes, each when it was due or else at once.

    release() with nothing in it lets everything held go and holds no more: it
    ends cluster(hold=True) and every rule of hold.

    Returns how many messages.

    Args:
      message: A message, or a list of them, in place of a description of
          messages. (message or list)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def flush() -> None:
    """Delivers everything in flight or held, and what comes of it, until no
    message is left but those that wait for a paused node. Timers do not fire.
    """

# network

def hold(
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Rule:
    """Holds messages that are sent from now on, until they are released or
    delivered by hand. stop() ends the rule; what it holds stays held.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns a rule.

    Args:
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def delay(
    time: _SpanLike,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Rule:
    """Lets messages that are sent from now on take longer.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns a rule.

    Args:
      time: How much longer they take: fixed, a pair to draw from evenly, or
          ("exp", least, mean). (duration or pair, virtual time)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def lose(
    rate: float = 1,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Rule:
    """Loses messages that are sent from now on, each with the probability rate.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns a rule.

    Args:
      rate: The probability with which a message is lost. (rate)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def repeat(
    rate: float = 1,
    later: _SpanLike = "0s",
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Rule:
    """Lets messages that are sent from now on arrive twice, each with the
    probability rate, the second time later by a duration.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns a rule.

    Args:
      rate: The probability with which a message arrives twice. (rate)
      later: How much later the second one arrives. (duration or pair, virtual
          time)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

def reorder(
    rate: float = 1,
    by: _DurationLike = "10ms",
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    dst: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Rule:
    """Lets messages that are sent from now on be overtaken: each with the
    probability rate takes up to by longer.

    A message is meant when it fits all of kind, src, dst, where and the fields;
    what is left out, or None, fits any. In the dict fields None is a value: the
    field is there and has none.

    Returns a rule.

    Args:
      rate: The probability with which a message takes longer. (rate)
      by: How much longer it takes at most, drawn evenly. (duration, virtual
          time)
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      dst: Only messages to one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

@overload
def partition(
    *groups: _NodeLike | Iterable[_NodeLike],
    in_flight: Literal["keep", "lose"] = "lose",
) -> Rule:
    """Cuts every link between nodes of different groups, such as partition([1,
    2], [3, 4, 5]).

    Returns a rule.

    Args:
      groups: The groups: lists of nodes, or single nodes. Nodes in no group
          form one more. (node or list)
      in_flight: What becomes of messages that are on a link when it is cut:
          they are lost, or arrive. ("keep" or "lose")
    """

@overload
@deprecated("in_flight takes 'keep' or 'lose'")
def partition(
    *groups: _NodeLike | Iterable[_NodeLike],
    in_flight: LiteralString = "lose",
) -> Rule: ...

@overload
def partition(
    *groups: _NodeLike | Iterable[_NodeLike],
    in_flight: str = "lose",
) -> Rule: ...

@overload
def cut(
    a: _NodeLike | Iterable[_NodeLike],
    b: _NodeLike | Iterable[_NodeLike],
    oneway: bool = False,
    in_flight: Literal["keep", "lose"] = "lose",
) -> Rule:
    """Cuts the links between a and b, each a node or a list. A node has no link
    to itself.

    Returns a rule.

    Args:
      a: The nodes at one end of the links. (node or list)
      b: The nodes at the other end of the links. (node or list)
      oneway: With True only the links from a to b are cut. (bool)
      in_flight: What becomes of messages that are on a link when it is cut:
          they are lost, or arrive. ("keep" or "lose")
    """

@overload
@deprecated("in_flight takes 'keep' or 'lose'")
def cut(
    a: _NodeLike | Iterable[_NodeLike],
    b: _NodeLike | Iterable[_NodeLike],
    oneway: bool = False,
    in_flight: LiteralString = "lose",
) -> Rule: ...

@overload
def cut(
    a: _NodeLike | Iterable[_NodeLike],
    b: _NodeLike | Iterable[_NodeLike],
    oneway: bool = False,
    in_flight: str = "lose",
) -> Rule: ...

@overload
def isolate(
    node: _NodeLike,
    in_flight: Literal["keep", "lose"] = "lose",
) -> Rule:
    """Cuts every link of a node.

    Returns a rule.

    Args:
      node: The node that is meant. (node)
      in_flight: What becomes of messages that are on a link when it is cut:
          they are lost, or arrive. ("keep" or "lose")
    """

@overload
@deprecated("in_flight takes 'keep' or 'lose'")
def isolate(node: _NodeLike, in_flight: LiteralString = "lose") -> Rule: ...

@overload
def isolate(node: _NodeLike, in_flight: str = "lose") -> Rule: ...

def linked(a: _NodeLike, b: _NodeLike) -> bool:
    """Returns whether messages from node a to node b pass the cuts in force:
    those of partition, cut, isolate, bridge and ring.

    A node is always linked to itself. What lose takes is another matter.

    Returns True or False.

    Args:
      a: The node that sends. (node)
      b: The node that is sent to. (node)
    """

def heal(
    among: _NodeLike | Iterable[_NodeLike] | None = None,
    hold: bool = False,
) -> None:
    """Stops every network rule but those of hold. What is held stays held,
    unless hold=True is given: that ends cluster(hold=True) too.

    With among it is about the messages between these nodes only: every rule,
    one of hold too, does nothing any more to them, and what a rule held of them
    goes its way. cluster(hold=True) goes on to hold them unless hold=True is
    given here too. To all other messages everything is as before.

    Args:
      among: The nodes whose links to each other work again, all of them unless
          given. (node or list)
      hold: With True what is held goes its way, and nothing is held any more.
          (bool)
    """

@overload
def bridge(
    node: _NodeLike,
    in_flight: Literal["keep", "lose"] = "lose",
) -> Rule:
    """Cuts the other nodes into two halves that only this node can reach both
    of.

    Returns a rule.

    Args:
      node: The node that still reaches both halves. (node)
      in_flight: What becomes of messages that are on a link when it is cut:
          they are lost, or arrive. ("keep" or "lose")
    """

@overload
@deprecated("in_flight takes 'keep' or 'lose'")
def bridge(node: _NodeLike, in_flight: LiteralString = "lose") -> Rule: ...

@overload
def bridge(node: _NodeLike, in_flight: str = "lose") -> Rule: ...

@overload
def ring(in_flight: Literal["keep", "lose"] = "lose") -> Rule:
    """Lets every node reach only its two neighbours, the last one being the
    first one's.

    Returns a rule.

    Args:
      in_flight: What becomes of messages that are on a link when it is cut:
          they are lost, or arrive. ("keep" or "lose")
    """

@overload
@deprecated("in_flight takes 'keep' or 'lose'")
def ring(in_flight: LiteralString = "lose") -> Rule: ...

@overload
def ring(in_flight: str = "lose") -> Rule: ...

# failures

@overload
def crash(
    node: _NodeLike,
    at: None = None,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Fault:
    """Stops a node at once; a process is killed with SIGKILL.

    What it had not synced is lost, and its timers and proposers with it. What
    it sent is on its way; what reaches it while it is down is lost.

    With at it dies in its next step instead, between two effects. With kind,
    src, where or fields it is the next step for a message that is meant. See
    crash_points.

    Returns a fault, or with at a trap.

    Args:
      node: The node that is meant. (node)
      at: Where in its next step the node dies. ":2" means the second time, as
          in "after_send:2". (string such as "before_write", "after_write",
          "before_sync", "after_sync", "before_send", "after_send",
          "before_publish" or "after_publish")
      kind: Only messages of this kind are meant. (string such as "prepare",
          "promise", "accept", "accepted", "nack" or "learn")
      src: Only messages from one of these nodes are meant. (node or list)
      where: Only messages for which where(message) is true are meant. (function
          of a message)
      fields: Only messages with these fields are meant: {"from": 1} for a name
          that is no keyword. (dict of fields)
      ballot: The ballot it belongs to. (ballot)
      voted: Of promise: whether the acceptor has accepted anything before.
          (bool)
      vote_ballot: Of promise: the ballot of that vote; None without one.
          (ballot)
      vote_value: Of promise: the value of that vote; None without one. (value)
      value: Of accept, accepted and learn: the value it is about. (value)
      promised: Of nack: the higher ballot that the acceptor has promised.
          (ballot)
    """

@overload
def crash(
    node: _NodeLike,
    at: str,
    kind: str | None = None,
    src: _NodeLike | Iterable[_NodeLike] | None = None,
    where: Callable[[Message], Any] | None = None,
    *,
    fields: Mapping[str, Any] | None = None,
    ballot: _BallotLike | None = None,
    voted: bool | None = None,
    vote_ballot: _BallotLike | None = None,
    vote_value: _Value | None = None,
    value: _Value | None = None,
    promised: _BallotLike | None = None,
) -> Trap: ...

def crash_points(
    node: _NodeLike,
    message: Message | Proposer | None = None,
) -> list[str]:
    """Lists the places at which a node can die in the step that a message to it
    causes.

    Returns a list of strings.

    Args:
      node: The node that is meant. (node)
      message: A message to the node, or a proposer driven by hand: then its
          start. Else what comes next. (message or proposer)
    """

def pause(node: _NodeLike) -> Fault:
    """Stops a node from running; a process gets SIGSTOP. What comes for it
    waits, and nothing is lost.

    Returns a fault.

    Args:
      node: The node that is meant. (node)
    """

def resume(node: _NodeLike) -> None:
    """Lets a paused node go on, with what has come for it meanwhile.

    Args:
      node: The node that is meant. (node)
    """

def skew(node: _NodeLike, step: _DurationLike = "0s", rate: float = 1) -> Fault:
    """Puts a node's clock forward or back, and lets it run at a rate.

    Timers that are set fire by that clock: put forward, it makes them fire
    early.

    Returns a fault.

    Args:
      node: The node that is meant. (node)
      step: How far the clock is put forward, or back with "-5ms". (signed
          duration)
      rate: How fast the clock runs. 1 is right, 2 is twice as fast. (number)
    """

@overload
def disk(
    node: _NodeLike,
    fail: Literal["sync"] | None = None,
    times: int = 1,
    full: bool = False,
    slow: _DurationLike = "0s",
    lose_unsynced: bool = False,
    torn: int | None = None,
    rollback: int | None = None,
    corrupt: int | None = None,
) -> Fault:
    """Says what is wrong with a node's disk from now on, or damages it while
    the node is down; with nothing but the node it works again.

    Returns a fault, or None for damage.

    Args:
      node: The node that is meant. (node)
      fail: The next syncs fail, while the node is up. A node whose disk fails
          stops. ("sync")
      times: How many syncs fail. (int, syncs)
      full: Every sync fails, while the node is up. (bool)
      slow: How long every sync takes, while the node is up. (duration, virtual
          time)
      lose_unsynced: The disk says that it synced when it did not, so that a
          crash loses what was written. (bool)
      torn: How many bytes of the last record are left, while the node is down.
          (int, bytes)
      rollback: How many of the last records are taken away, while the node is
          down. (int, records)
      corrupt: This bit of the file is flipped, with True its last, while the
          node is down. (int or bool)
    """

@overload
@deprecated("fail takes 'sync'")
def disk(
    node: _NodeLike,
    fail: LiteralString | None = None,
    times: int = 1,
    full: bool = False,
    slow: _DurationLike = "0s",
    lose_unsynced: bool = False,
    torn: int | None = None,
    rollback: int | None = None,
    corrupt: int | None = None,
) -> Fault: ...

@overload
def disk(
    node: _NodeLike,
    fail: str | None = None,
    times: int = 1,
    full: bool = False,
    slow: _DurationLike = "0s",
    lose_unsynced: bool = False,
    torn: int | None = None,
    rollback: int | None = None,
    corrupt: int | None = None,
) -> Fault: ...

def during(what: Any, fn: Callable[[], Any]) -> Any:
    """Calls fn and then ends what is given, whatever happens inside fn.

    Returns what fn returned.

    Args:
      what: A rule, a fault, a trap, anything with a stop(), or a list of them.
          (any value)
      fn: The function that is called. (function without parameters)
    """

@overload
def restart(node: _NodeLike, disk: Literal["keep", "wipe"] = "keep") -> None:
    """Starts a node that is down, on the disk it had, or with disk="wipe" on an
    empty one.

    A node whose process was ended from outside crashes first: then the run can
    go on.

    A node that forgets what it promised can break agreement: wiping is there to
    show that.

    Args:
      node: The node that is meant. (node)
      disk: Whether the node finds what its disk had, or an empty one. ("keep"
          or "wipe")
    """

@overload
@deprecated("disk takes 'keep' or 'wipe'")
def restart(node: _NodeLike, disk: LiteralString = "keep") -> None: ...

@overload
def restart(node: _NodeLike, disk: str = "keep") -> None: ...

# look

def state(node: _NodeLike) -> State:
    """Returns the state of a node as it is now, with one attribute for each
    field of the protocol, and node, down and hash.

    Returns a state.

    Args:
      node: The node that is meant. (node)
    """

def show() -> str:
    """Prints the state of all nodes as a table.

    A table that is wider than the terminal is turned, with a field in each
    line; see synod doc values.

    It prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.
    """

def boxes() -> str:
    """Prints what each acceptor was asked, in its own order: [P ballot] for
    prepare, [A ballot value] for accept, with "refused" where it refused.

    It prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.
    """

def trace(last: int = 20) -> str:
    """Prints the last lines of the trace, also when it is off.

    It prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.

    Args:
      last: How many lines are shown at most. (int, lines)
    """

def diagram(last: int = 200, width: int | None = None) -> str:
    """Prints the last events as a space-time diagram: a column for each node,
    an arrow for each message, lost ones included.

    It prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.

    Args:
      last: How many events are shown at most. (int, events)
      width: How wide it may be, 40 to 1000. Unless given, as wide as the
          terminal, or 100 elsewhere. (int, columns)
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

def file(node: _NodeLike) -> Any:
    """Returns what the file CISC5597 in a node's directory holds, or None while
    there is no such file.

    Returns a value or None.

    Args:
      node: The node that is meant. (node)
    """

def files() -> dict[int, Any]:
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
    and its file. It changes nothing.

    A table that is wider than the terminal is turned, with a field in each
    line; see synod doc values.

    It prints where the call is a whole statement; inside an expression, such as
    print(…), it only returns the text.

    Returns the text.
    """

def breakpoint() -> None:
    """Stops here and asks at a prompt what to do, with the names of the script
    and of the function that is running; Ctrl-D or :go goes on.

    Lines on a pipe are read as what is typed. Where there are none, as in synod
    test, it says so and goes on. See also synod run --break-at and
    --repl-on-failure.
    """

def note(text: str) -> None:
    """Puts a line of text into the trace.

    Args:
      text: The text, in one line. (string)
    """

# check

def check() -> None:
    """Fails unless no property broke in this run and every node's file holds
    what is chosen. The properties are checked after every event anyway.
    """

def covered(*what: Rule | Fault | Trap) -> None:
    """Fails unless every rule, fault and trap that is given has done something:
    a scenario whose failure never happened shows nothing.

    Args:
      what: Rules, faults and traps. (rule, fault or trap)
    """

def invariant(name: str, fn: Callable[[], Any]) -> None:
    """Lets fn() be called after every event from now on, and now; the run is
    violated once it returns something false or an assertion in it fails.
    explore() and shrink() ask it too, and then it may neither print nor change
    what is outside of it.

    Args:
      name: What the property is called. (string)
      fn: What is asked. It may look but not act; None counts as holding.
          (function without parameters)
    """

def eventually(fn: Callable[[], Any], within: _DurationLike = "10s") -> None:
    """Lets the world run until fn() is true, and fails if that does not come
    within a duration.

    Args:
      fn: What is asked. It may look but not act. (function without parameters)
      within: How long the call waits for fn. (duration, virtual time)
    """

def eventually_decides(
    quorum: _NodeLike | Iterable[_NodeLike] | None = None,
    within: _DurationLike = "10s",
    value: _Value = "live",
) -> Result:
    """Lets a quorum work again, leaves everything else as broken as it is, and
    fails unless a proposer at one of its nodes decides within a duration.

    Nodes of the quorum that are down restart on the disk they have, paused ones
    go on, disks and clocks work, crashes that wait for their place are called
    off, and heal(among=quorum) heals the links between them. What is under way
    at one of them goes on; if that is nothing, the lowest that can takes the
    proposal of value.

    The failure says of every proposer how many ballots it started, and names
    those that took the ballot from each other.

    Returns the result of the first proposer that decided.

    Args:
      quorum: The nodes that work again: the lowest ones that are a majority
          unless given. (node or list)
      within: How long the call waits for a decision. (duration, virtual time)
      value: What is proposed when nothing is under way at one of these nodes.
          (value)
    """

def history(operations: History | Sequence[Operation] | None = None) -> History:
    """Returns what clients asked of the nodes in this run and what they know of
    it, or a history of operations that were written by hand.

    Returns a history.

    Args:
      operations: Operations written by hand with operation(), in place of those
          of this run. (history or list)
    """

@overload
def operation(
    client: str,
    op: str,
    value: _Value | None = None,
    invoked: _DurationLike = "0s",
    returned: _DurationLike | None = None,
    result: _Value | None = None,
    outcome: Literal["ok", "fail", "unknown"] | None = None,
    args: Mapping[str, _Value | None] | None = None,
    fields: Mapping[str, _Value | None] | None = None,
) -> Operation:
    """Returns an operation of a history written by hand, such as
    operation("alice", "read", invoked="4ms", returned="5ms", result=1).

    Operations of which neither returned before the other was invoked overlap.

    Args:
      client: Who asked. A client does one thing at a time. (string)
      op: What is asked for; a model of your own may have words of its own.
          (string such as "propose", "write", "read" or "cas")
      value: The value that op asks for: its argument of that name. (value)
      invoked: When it began. (duration, virtual time)
      returned: When it returned. An operation without it is unknown. (duration,
          virtual time)
      result: What it returned. (value)
      outcome: Whether it returned a result, surely did not happen, or may
          happen at any time, or never. ("ok", "fail" or "unknown")
      args: Its other arguments by name, such as {"key": "x"}. (dict from names
          to values)
      fields: What else the reply said, by name. (dict from names to values)
    """

@overload
@deprecated("outcome takes 'ok', 'fail' or 'unknown'")
def operation(
    client: str,
    op: str,
    value: _Value | None = None,
    invoked: _DurationLike = "0s",
    returned: _DurationLike | None = None,
    result: _Value | None = None,
    outcome: LiteralString | None = None,
    args: Mapping[str, _Value | None] | None = None,
    fields: Mapping[str, _Value | None] | None = None,
) -> Operation: ...

@overload
def operation(
    client: str,
    op: str,
    value: _Value | None = None,
    invoked: _DurationLike = "0s",
    returned: _DurationLike | None = None,
    result: _Value | None = None,
    outcome: str | None = None,
    args: Mapping[str, _Value | None] | None = None,
    fields: Mapping[str, _Value | None] | None = None,
) -> Operation: ...

def linearizable(
    model: str | _Model = "consensus",
    history: History | Sequence[Operation] | None = None,
    budget: int = 1000000,
    initial: Any = None,
    ignore: str | Iterable[str] | None = None,
) -> Judgement:
    """Decides whether the operations of a history fit an order in which each
    happens at one point between its invocation and its return, and the results
    are those of a model; in a check it is assert.true(linearizable()).

    An operation with the outcome "fail" did not happen; one that is "unknown"
    may have, at any time since its invocation, or never.

    A model says what an operation does to a state. Models with a name read the
    argument "value" and the value in the reply. Operations with different
    arguments "key" are about different things, each judged apart.

    "consensus": a value that is fixed once: the first propose fixes it, every
    propose returns what is fixed, read returns that or None.

    "register": one value, None at first: write or put replaces it, read or get
    returns it, cas replaces the value "from" (or "old") with "to" (or "new")
    and returns whether it did.

    "cas": the register, by the name of its third operation.

    "queue": values in order: enqueue puts one at the end, dequeue takes the
    first out and returns it, or None when there is none.

    "set": different values: add puts one in, remove takes it out (the result
    may say whether that changed anything), contains returns whether it is in,
    read returns the list of all, in any order.

    "counter": a whole number, 0 at first: add changes it by a value, inc by 1
    (the result may be the new number), read returns it.

    "lock": held by one client at most, told apart by their names: acquire takes
    it when it is free, release by its holder frees it (the result may be True,
    or False when that could not be).

    "log": a list that only grows: append puts a value at the end and may return
    its position, from 0; read returns the list, or the value at a position,
    None behind the end.

    A function step(state, operation, result) returns the next state, or None
    where the operation cannot have that result. Of an unknown operation it is
    asked with the result None, and may refuse it. It is asked about the
    operations of all keys: operation.args has them.

    Returns a judgement.

    Args:
      model: The model, by its name or as a function step(state, operation,
          result). (string or function: "consensus", "register", "cas", "queue",
          "set", "counter", "lock" or "log")
      history: A history or a list of operations. That of this run unless given.
          (history or list)
      budget: How many steps the search takes at most. What it has not decided
          then is "unknown". (int, steps)
      initial: The first state of a model that is a function. A state is never
          None. (any value)
      ignore: Operations that are left out, such as ["promote"]: a model need
          not know them. (name or list)
    """

def expect_violation(fn: Callable[[], Any], name: str | None = None) -> str:
    """Calls fn and fails unless it breaks a property, the one of that name if
    given.

    Nothing is checked in this run afterwards.

    Returns what happened, in a sentence.

    Args:
      fn: The function that is called. (function without parameters)
      name: The property that has to break, also an invariant's; others may
          break on the way. (string such as "one_value_per_ballot",
          "promises_never_go_back", "agreement", "learned_implies_chosen" or
          "validity")
    """

# search

@overload
def explore(
    propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
    timers: int = 0,
    crashes: int = 0,
    restarts: int | None = None,
    wipes: int = 0,
    duplicates: int = 0,
    drops: int = 0,
    partitions: int = 0,
    properties: str | Iterable[str] | None = None,
    linearizable: bool | str | tuple[_Model, Any] | None = None,
    goal: Callable[[], Any] | None = None,
    prune: Callable[[], Any] | None = None,
    strategy: Literal["breadth", "depth", "pct", "random"] = "breadth",
    depth: int | None = None,
    states: int = 50000000,
    memory: int = 1024,
    time: _DurationLike = "0s",
    walks: int | None = None,
    changes: int = 2,
    seed: int | None = None,
    reduce: bool | str | Iterable[str] = True,
    paranoid: bool = False,
    *,
    requests: Iterable[tuple[Any, ...]] = [],
) -> Exploration:
    """Searches everything that can come of the cluster as it is now, and
    changes nothing: every order in which messages may arrive, and any of them
    never.

    The safety properties and the invariants of the run are checked in every
    state. The budgets timers, crashes, restarts, wipes, duplicates, drops and
    partitions say how often such a thing may happen in all; timers counts at
    each node. A proposer that was refused retries when a timer fires. To send
    again is nothing that a search would need, since no message is lost.

    Safety needs neither drops nor partitions, since every message may for ever
    be on its way, so they are left out of a search with "safety" (see reduce).
    They are for goals and invariants that look at what is pending or linked,
    and for walks, in which a node is seldom alone for long by chance.

    The search asks its predicates an unspecified number of times: goal, prune,
    the invariants, the functions of rules, and a model that is a function. They
    may neither print nor draw, and change only what they make themselves.

    A search that hits a bound is "unknown", and so is one that found nothing
    when prune cut off what comes of a state: it has not seen everything. With
    linearizable the search asks besides that what clients are told can be
    explained; the history begins with that of the run.

    synod explore fails where the search found a violation that the script does
    not expect. It expects one that an assertion reads, such as
    assert.eq(x.verdict, "violated") or assert.true(x.violated): in the
    assertion, in a function called there, or through a name that was given what
    was read. It expects one, too, whose play expect_violation() calls. To print
    it is not to expect it.

    reduce leaves out what makes no difference. "dead" is messages that can no
    longer do anything. "safety" works when only the safety properties look:
    also messages that no node needs any more, crashes that lose nothing, and
    orders of answers that come to the same. "symmetry" is of states that differ
    only in which of some nodes alike is which, all but one, where no predicate
    could tell these nodes apart, such as a goal, a cut or a crash in the middle
    of a step.

    Returns an exploration.

    Args:
      propose: What clients may ask for, each once, such as [(1, "A"), (2,
          "B")]; (3, None) is a read. (list of pairs)
      timers: How many timers may fire at each node. (int)
      crashes: How many crashes there may be in all, at every crash point. (int)
      restarts: How many restarts there may be in all. As many as crashes unless
          given. (int)
      wipes: How many of the restarts may be on an empty disk. (int)
      duplicates: How many messages may arrive once more. (int)
      drops: How many messages may be lost. (int)
      partitions: How often a network of at most 8 nodes may divide in two, in
          any way, and heal at any time. (int)
      properties: The safety properties that count. All of them unless given;
          none of them with []. (name or list: "one_value_per_ballot",
          "promises_never_go_back", "agreement", "learned_implies_chosen" or
          "validity")
      linearizable: Whether histories have to be linearizable: True, a model, or
          (function, first state). (bool, string or pair: "consensus",
          "register", "cas", "queue", "set", "counter", "lock" or "log")
      goal: It may look but not act. The search looks for a state in which it is
          true. (function without parameters)
      prune: It may look but not act. Where it is true the search goes no
          further. (function without parameters)
      strategy: How the search goes: "breadth" finds a shortest way, "random"
          and "pct" walk by the seed. ("breadth", "depth", "pct" or "random")
      depth: How far the search goes from the start. There is no bound unless
          given. (int, steps)
      states: How many distinct states the search may see. (int, states)
      memory: How much memory the search may take. (int, MB)
      time: How long the search may take. "0s" is for ever. (duration, wall
          clock)
      walks: How many walks there are with the strategies "random" and "pct".
          (int)
      changes: How often priorities change in a walk of the strategy "pct".
          (int)
      seed: Draws the walks. The run's seed unless given. (int)
      reduce: What is left out that makes no difference: all of it, nothing, or
          one or some of the names. (bool, name or list: "dead", "safety" or
          "symmetry")
      paranoid: Does everything twice, and compares. (bool)
      requests: What clients may ask for, each once: (node, op), (node, op,
          {"value": 1}), or a client behind. (list of tuples)
    """

@overload
@deprecated("strategy takes 'breadth', 'depth', 'pct' or 'random'")
def explore(
    propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
    timers: int = 0,
    crashes: int = 0,
    restarts: int | None = None,
    wipes: int = 0,
    duplicates: int = 0,
    drops: int = 0,
    partitions: int = 0,
    properties: str | Iterable[str] | None = None,
    linearizable: bool | str | tuple[_Model, Any] | None = None,
    goal: Callable[[], Any] | None = None,
    prune: Callable[[], Any] | None = None,
    strategy: LiteralString = "breadth",
    depth: int | None = None,
    states: int = 50000000,
    memory: int = 1024,
    time: _DurationLike = "0s",
    walks: int | None = None,
    changes: int = 2,
    seed: int | None = None,
    reduce: bool | str | Iterable[str] = True,
    paranoid: bool = False,
    *,
    requests: Iterable[tuple[Any, ...]] = [],
) -> Exploration: ...

@overload
def explore(
    propose: Iterable[tuple[_NodeLike, _Value | None]] = [],
    timers: int = 0,
    crashes: int = 0,
    restarts: int | None = None,
    wipes: int = 0,
    duplicates: int = 0,
    drops: int = 0,
    partitions: int = 0,
    properties: str | Iterable[str] | None = None,
    linearizable: bool | str | tuple[_Model, Any] | None = None,
    goal: Callable[[], Any] | None = None,
    prune: Callable[[], Any] | None = None,
    strategy: str = "breadth",
    depth: int | None = None,
    states: int = 50000000,
    memory: int = 1024,
    time: _DurationLike = "0s",
    walks: int | None = None,
    changes: int = 2,
    seed: int | None = None,
    reduce: bool | str | Iterable[str] = True,
    paranoid: bool = False,
    *,
    requests: Iterable[tuple[Any, ...]] = [],
) -> Exploration: ...

def shrink(states: int = 2000000) -> Counterexample:
    """Returns the shortest run it can make of this one that breaks the same
    property; the cluster stays as it is.

    The run must have broken a property, for instance inside expect_violation;
    if it has not, what the last explore() of this run found is shrunk.
    Requests, crashes, restarts, failures of disks, timers and deliveries are
    left out as long as the property breaks: a message that is not delivered is
    lost, and a cut or a network rule is nothing but such messages. Then there
    are fewer nodes, shorter values, and an order in which one thing leads to
    the next. In the end a search looks for a shorter way; if it comes to its
    end, the counterexample is proven shortest.

    Invariants are asked as explore() asks them. A run whose invariant depends
    on the time, or on what the script remembers, cannot be told again.

    Returns a counterexample.

    Args:
      states: How many states the search for a shorter run sees at most. With 0
          there is no search. (int, states)
    """

def why(
    run: Counterexample | Exploration | None = None,
    walks: int = 1000,
    seed: int | None = None,
) -> Explanation:
    """Says which step of a counterexample decided, by letting it go on at
    random from its start and after each step, so many walks from each.

    None is the run of the cluster if that broke a property, or else what the
    last explore() of this run found. What shrink() has not shrunk is shrunk
    first.

    A walk may do what the counterexample does and has not done yet, in any
    order, and delivers every message. The share of the walks that break the
    property is 100 % from the point of no return on.

    Returns an explanation.

    Args:
      run: What shrink() or explore() returned, or None for this run.
          (counterexample or exploration)
      walks: How many random continuations there are from the start and from
          each step, 1 to 1000000. (int)
      seed: Draws the walks. The run's seed unless given. (int)
    """
