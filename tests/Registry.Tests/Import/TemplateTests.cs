using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Import;

public sealed class TemplateTests
{
    private static readonly RegionCode Township = new(Some.Village / 1000 * 1000);

    public static MatrixTheoryData<string, string> Tables => new(ImportTables.All.Select(t => t.Id), ["zh-CN", "en"]);

    [Theory, MemberData(nameof(Tables))]
    public void A_template_opens_clean_maps_itself_and_its_example_is_no_row(string id, string language)
    {
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
        var table = ImportTables.Of(id);
        using var stream = new MemoryStream();
        HouseholdImport.WriteTemplate(id, Township, stream);
        var bytes = stream.ToArray();
        using (var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false))
        {
            new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken)
                .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        }

        var file = new ImportFile("模板.xlsx", () => new MemoryStream(bytes));
        var sheets = SheetSample.Read(file, null, ImportMapping.None);
        sheets.Count.ShouldBe(1, "the sheets that explain are no tables");
        Proposal.Guess(sheets).Id.ShouldBe(id);
        var proposal = Proposal.Make(sheets, table, null, LearnedHeaders.Nothing);
        proposal.LeftOut.ShouldBeEmpty();
        proposal.Missing.ShouldBeEmpty();
        var rows = new RowSource(file, table, ImportMapping.None).Read().ToList();
        rows.ShouldAllBe(r => r.Row > 3, "the example is passed over");
        rows.Count.ShouldBe(id is "villages" or "village-years" ? Regions.Count : id is "townships" or "township-years" ? 1 : 0);
    }

    private static class Regions
    {
        public static int Count => Fuyao.Registry.Regions.RegionCatalog.Inside(Township).Count(p => p.Code.Level == RegionLevel.Village);
    }
}
