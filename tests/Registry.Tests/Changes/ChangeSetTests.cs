using System.Text.Json;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Changes;

public sealed class ChangeSetTests
{
    private static readonly DateOnly Day = new(2016, 5, 1);

    [Theory, EachEngine]
    public async Task A_hidden_change_set_shows_nothing_until_it_is_published_and_then_everything(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var hidden = await register.StateAsync(
            [Some.Household(1, with: f => f with { Status = HouseholdStatus.Exited }), Some.Household(2)], known => known?.SpanAround(Day) ?? Span.Always, publish: false);
        Status((await register.ReadAsync(Day)).ShouldHaveSingleItem()).ShouldBe("registered");
        (await register.GetAsync(Some.Id(2), Day)).ShouldBeNull();

        await register.PublishAsync(hidden);
        (await register.ReadAsync(Day)).Select(Status).ShouldBe(["exited", "registered"]);
    }

    [Theory, EachEngine]
    public async Task An_abandoned_change_set_is_taken_back_without_a_trace_and_may_be_tried_again(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var before = await register.ReadAsync(Day);
        var rows = await register.CountRowsAsync();
        var abandoned = await register.StateAsync(
            [Some.Household(1, with: f => f with { Status = HouseholdStatus.Exited }), Some.Household(2)], known => known?.SpanAround(Day) ?? Span.Always, publish: false);

        await register.RollBackAsync(abandoned);
        (await register.CountRowsAsync()).ShouldBe(rows);
        Json((await register.ReadAsync(Day)).Single()).ShouldBe(Json(before.Single()));
        await register.StateAsync([Some.Household(1, with: f => f with { Status = HouseholdStatus.Exited })], known => known!.SpanAround(Day)!.Value);
        Status((await register.ReadAsync(Day)).Single()).ShouldBe("exited");
    }

    [Theory, EachEngine]
    public async Task A_published_change_set_is_never_taken_back_by_erasing(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        var change = await register.StateAsync([Some.Household(1)], _ => Span.Always);
        await Should.ThrowAsync<InvalidOperationException>(() => register.RollBackAsync(change));
    }

    [Theory, EachEngine]
    public async Task What_a_hidden_change_set_is_changing_cannot_be_changed_by_another(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var stale = Some.Household(1, with: f => f with { Status = HouseholdStatus.Monitored });
        await register.StateAsync([Some.Household(1, with: f => f with { Status = HouseholdStatus.Exited })], known => known!.SpanAround(Day)!.Value, publish: false);

        // The form read the household before the import closed its version.
        var refused = await Should.ThrowAsync<ProblemException>(() => register.StateFromStaleAsync(stale));
        refused.Status.ShouldBe(409);
    }

    [Theory, EachEngine]
    public async Task A_change_holds_from_its_day_a_correction_always_and_both_remember_what_was_known_before(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        var id = Some.Id(1);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var first = register.Clock.GetUtcNow();
        register.Clock.Advance(TimeSpan.FromDays(1));
        await register.StateAsync([Some.Household(1, with: f => f with { Status = HouseholdStatus.Exited })], known => known!.SpanFrom(new DateOnly(2016, 3, 1)));
        var second = register.Clock.GetUtcNow();
        register.Clock.Advance(TimeSpan.FromDays(1));
        await register.StateAsync(
            [Some.Household(1, with: f => f with { Status = HouseholdStatus.Applicant })], known => known!.SpanAround(new DateOnly(2016, 1, 1))!.Value);

        async Task<string?> At(DateOnly on, DateTimeOffset? known = null) => (await register.GetAsync(id, on, known)) is { } record ? Status(record) : null;
        var (february, april) = (new DateOnly(2016, 2, 1), new DateOnly(2016, 4, 1));
        (await At(february)).ShouldBe("applicant");
        (await At(april)).ShouldBe("exited");
        (await At(february, second)).ShouldBe("registered");
        (await At(april, second)).ShouldBe("exited");
        (await At(april, first)).ShouldBe("registered");
        (await At(april, first.AddYears(-1))).ShouldBeNull();
    }

    [Theory, EachEngine]
    public async Task Stating_the_same_again_changes_nothing(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        var rows = await register.CountRowsAsync();
        await register.StateAsync([Some.Household(1)], known => known!.SpanAround(Day)!.Value);
        (await register.CountRowsAsync()).ShouldBe(rows + 1, "only the empty change set itself");
    }

    [Theory, EachEngine]
    public async Task A_member_who_is_left_out_has_left_and_the_others_stay_as_they_were(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        var household = Some.Household(1);
        await register.StateAsync([household], _ => Span.Always);
        var left = new DateOnly(2016, 3, 1);
        await register.StateAsync([household with { Persons = [household.Persons[0]] }], known => known!.SpanFrom(left));
        (await register.GetAsync(household.Id, left))!.Persons.Select(p => p.Name).ShouldBe(["张1"]);
        (await register.GetAsync(household.Id, left.AddDays(-1)))!.Persons.Count.ShouldBe(2);
    }

    [Theory, EachEngine]
    public async Task Outside_the_area_there_is_nothing(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([Some.Household(1)], _ => Span.Always);
        (await register.GetAsync(Some.Id(1), Day, area: Some.Elsewhere)).ShouldBeNull();
        (await register.ReadAsync(Day, "610730")).ShouldBeEmpty();
        (await register.ReadAsync(Day, Some.Township)).Count.ShouldBe(1);
    }

    private static string? Status(HouseholdRecord record) => JsonDocument.Parse(record.Json).RootElement.GetProperty("status").GetString();

    private static string Json(HouseholdRecord record) => System.Text.Encoding.UTF8.GetString(record.Json.Span);
}
