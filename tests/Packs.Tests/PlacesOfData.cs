using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Packs.Tests;

public class PlacesOfData
{
    [Fact]
    public void A_directory_without_packs_above_it_finds_none() => PolicyOptions.FindPacks(Path.GetTempPath()).ShouldBeNull();
}
