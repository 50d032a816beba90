using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class ResultShape
{
    [Fact]
    public void An_awarded_result_is_written_as_the_contract_shows()
    {
        var result = new PolicyResult
        {
            Policy = "elderly-pension", Subject = "p1", Unit = PolicyPeriod.Month, Period = "2016-05", Status = ResultStatus.Awarded,
            Amount = Money.FromYuan(85), Parts = [new(BenefitKind.Cash, Payee.Household, Money.FromYuan(85))],
            Funding = [new("county", Money.FromYuan(85))], Because = [new("age", 74m), new(null, null, Table: "amount", Row: 2)],
            Source = new("001_db37dc96bf620943.txt", "篇一", "…"),
        };
        result.ToJson().ShouldBe("""
            {"policy":"elderly-pension","subject":"p1","unit":"month","period":"2016-05","status":"awarded","amount":"85.00","parts":[{"kind":"cash","amount":"85.00","payee":"household"}],"funding":[{"source":"county","amount":"85.00"}],"because":[{"expression":"age","value":74},{"table":"amount","row":2}],"source":{"file":"001_db37dc96bf620943.txt","plan":"篇一","quote":"…"}}
            """);
    }

    [Fact]
    public void An_undetermined_result_names_what_it_needs_and_has_no_amount()
    {
        var result = new PolicyResult
        {
            Policy = "relocation-grant", Subject = "h1", Unit = PolicyPeriod.Once, Period = "once", Status = ResultStatus.Undetermined, Needs = ["relocation.mode"],
        };
        result.ToJson().ShouldBe("""
            {"policy":"relocation-grant","subject":"h1","unit":"once","period":"once","status":"undetermined","needs":["relocation.mode"],"because":[]}
            """);
    }
}
