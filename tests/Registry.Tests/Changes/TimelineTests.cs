using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Changes;

/// <summary>The bitemporal write against an oracle that only keeps the log of statements and replays it.</summary>
public sealed class TimelineTests
{
    private const int Days = 24;
    private static readonly DateOnly First = new(2014, 1, 1);

    [Fact]
    public void Every_day_as_known_after_every_change_equals_the_replayed_log()
    {
        var statement =
            from gone in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from kind in Gen.Choose(0, 2)
            from day in Gen.Choose(0, Days - 1)
            from length in Gen.Choose(1, Days)
            select (Gone: gone, Kind: kind, Day: day, Length: length);
        Prop.ForAll(Arb.From(Gen.ListOf(statement)), statements =>
        {
            List<(Span Span, string? Text)> log = [];
            List<Row> table = [];
            foreach (var (gone, kind, day, length) in statements)
            {
                var at = log.Count;
                var open = table.Where(r => r.ClosedAt == int.MaxValue).ToList();
                var from = First.AddDays(day);
                var covering = open.FirstOrDefault(r => r.ValidFrom <= from && from < r.ValidTo);

                // What people do: change from a day on, correct a version, state an exact span.
                var span = kind switch
                {
                    0 => Timeline.From(open, from),
                    1 when covering is not null => new Span(covering.ValidFrom, covering.ValidTo),
                    _ => new Span(from, from.AddDays(length)),
                };
                var text = gone ? null : $"statement {at}";
                var step = Timeline.State(
                    open, span, text is null ? null : days => new Row(text, days, at), (row, days) => new Row(row.Text, days, at));
                foreach (var closed in step.Closed)
                {
                    closed.ClosedAt = at;
                }

                table.AddRange(step.Opened);
                log.Add((span, text));
            }

            return Enumerable.Range(0, log.Count).All(known => Enumerable.Range(-1, (2 * Days) + 2).All(offset =>
            {
                var day = First.AddDays(offset);
                var expected = log.Take(known + 1).LastOrDefault(s => s.Span.Contains(day)).Text;
                var rows = table.Where(r => r.OpenedAt <= known && r.ClosedAt > known && r.ValidFrom <= day && day < r.ValidTo).ToList();
                return rows.Count <= 1 && rows.SingleOrDefault()?.Text == expected;
            }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20160501, 7));
    }

    [Fact]
    public void A_dated_change_holds_until_the_next_known_statement()
    {
        List<Row> open = [new("a", new Span(First, First.AddDays(10)), 0), new("b", new Span(First.AddDays(10), Span.Forever), 0)];
        Timeline.From(open, First.AddDays(4)).ShouldBe(new Span(First.AddDays(4), First.AddDays(10)));
        Timeline.From(open, First.AddDays(-4)).ShouldBe(new Span(First.AddDays(-4), First));
        Timeline.From(open, First.AddDays(12)).ShouldBe(new Span(First.AddDays(12), Span.Forever));
    }

    [Fact]
    public void Nothing_can_be_stated_for_no_day() =>
        Should.Throw<ArgumentException>(() => Timeline.State<Row>([], new Span(First, First), null, (row, _) => row));

    private sealed class Row(string text, Span days, int openedAt) : IVersion
    {
        public string Text => text;

        public int OpenedAt => openedAt;

        public int ClosedAt { get; set; } = int.MaxValue;

        public DateOnly ValidFrom => days.From;

        public DateOnly ValidTo => days.To;

        public int County => 610729;

        public long Region => 610729101201;

        public Guid Id => Guid.Empty;

        public byte[] FactsHash => [];

        public Guid OpenedBy => Guid.Empty;

        public Guid? ClosedBy => null;
    }
}
