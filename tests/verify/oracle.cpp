// SPDX-License-Identifier: BSL-1.0
// The oracle against digits that mpmath 1.3 computed (mp.dps = 120), and its manners at the ends of everything.

#include <doctest/doctest.h>

#include <ogive/expression/functions.hpp>
#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>
#include <oracle.hpp>

#include <string>

using namespace ogive;
using verify::status;

inline constexpr auto x = symbol<"x">;
inline constexpr auto a = symbol<"a">;
template <int N>
inline constexpr exact<N> c{};

inline constexpr auto softplus_as_written = log(c<1> + exp(x));
inline constexpr auto mish_as_written = x * tanh(softplus_as_written);
inline constexpr auto gelu_as_written = x / c<2> * (c<1> + erf(x / sqrt(c<2>)));
inline constexpr auto relu_as_written = piecewise(when(x > c<0>, x), otherwise(c<0>));
inline constexpr auto elu_as_written = piecewise(when(x > c<0>, x), otherwise(a*(exp(x) - c<1>)));

static bool forty_digits_of(verify::reference_value const& got, char const* digits) {
    auto const expected = verify::from_decimal(digits);
    bool const right = verify::log2_relative_difference(got, expected) < -132;
    if (!right) MESSAGE(verify::decimal(got, 45), " is not ", std::string{digits});
    return right;
}

TEST_CASE("every operation of the table") {
    CHECK(forty_digits_of(verify::value(sqrt(x), x, 0x1.0000000000000p-1L, verify::forty_digits),
                          "7.0710678118654752440084436210484903928483593768847e-1"));
    CHECK(forty_digits_of(verify::value(sqrt(x), x, 0x1.56e1fc2f8f359p-997L, verify::forty_digits),
                          "1.0000000000000000125295459176043797643533129531736e-150"));
    CHECK(forty_digits_of(verify::value(sqrt(x), x, 0x1.f5aa543c31387p+665L, verify::forty_digits),
                          "1.7320508075688772673155612843009011130456168080992e+100"));
    CHECK(forty_digits_of(verify::value(exp(x), x, 0x1.6666666666666p-1L, verify::forty_digits),
                          "2.013752707470476432195964519184246838532090514047"));
    CHECK(forty_digits_of(verify::value(exp(x), x, -0x1.74c0000000000p+9L, verify::forty_digits),
                          "1.7118422504935768395940863126920724774898448399893e-324"));
    CHECK(forty_digits_of(verify::value(exp(x), x, 0x1.3880000000000p+13L, verify::forty_digits),
                          "8.8068182256629215872614960076445610035200040855915e+4342"));
    CHECK(forty_digits_of(verify::value(exp(x), x, 0x1.79ca10c924223p-67L, verify::forty_digits),
                          "1.0000000000000000000099999999999999994515827145421"));
    CHECK(forty_digits_of(verify::value(expm1(x), x, 0x1.4484bfeebc2a0p-100L, verify::forty_digits),
                          "1.000000000000000083336420607586485350931336026952e-30"));
    CHECK(forty_digits_of(verify::value(expm1(x), x, -0x1.3333333333333p-2L, verify::forty_digits),
                          "-2.591817793182821257083917640553480151236525972605e-1"));
    CHECK(forty_digits_of(verify::value(expm1(x), x, 0x1.ccccccccccccdp-1L, verify::forty_digits),
                          "1.4596031111569497184142866725247466246815457937767"));
    CHECK(forty_digits_of(verify::value(expm1(x), x, -0x1.9000000000000p+5L, verify::forty_digits),
                          "-9.9999999999999999999980712501520360822169826571835e-1"));
    CHECK(forty_digits_of(verify::value(expm1(x), x, 0x1.9000000000000p+6L, verify::forty_digits),
                          "2.6881171418161354484126255515800135873611117773742e+43"));
    CHECK(forty_digits_of(verify::value(log(x), x, 0x1.8000000000000p-1L, verify::forty_digits),
                          "-2.8768207245178092743921900599382743150350971089776e-1"));
    CHECK(forty_digits_of(verify::value(log(x), x, 0x1.000000006df38p+0L, verify::forty_digits),
                          "1.0000000826903709908196694080357637786121654138772e-10"));
    CHECK(forty_digits_of(verify::value(log(x), x, 0x1.7e43c8800759cp+996L, verify::forty_digits),
                          "6.9077552789821370525790219666051368115065999044149e+2"));
    CHECK(forty_digits_of(verify::value(log(x), x, 0x0.0000000000001p-1022L, verify::forty_digits),
                          "-7.4444007192138126231410729844608163411308714430291e+2"));
    CHECK(forty_digits_of(verify::value(log(x), x, 0x1.8000000000000p+1L, verify::forty_digits),
                          "1.0986122886681096913952452369225257046474905578227"));
    CHECK(forty_digits_of(verify::value(log1p(x), x, 0x1.16c262777579cp-133L, verify::forty_digits),
                          "9.9999999999999992929287939988014500233059511906197e-41"));
    CHECK(forty_digits_of(verify::value(log1p(x), x, -0x1.ccccccccccccdp-1L, verify::forty_digits),
                          "-2.3025850929940459060625963797156969442307232634154"));
    CHECK(forty_digits_of(verify::value(log1p(x), x, 0x1.0000000000000p-2L, verify::forty_digits),
                          "2.2314355131420975576629509030983450337460108554801e-1"));
    CHECK(forty_digits_of(verify::value(log1p(x), x, 0x1.2a05f20000000p+33L, verify::forty_digits),
                          "2.3025850930040456840174914546843975409344323219621e+1"));
    CHECK(forty_digits_of(verify::value(log1p(x), x, -0x1.999999999999ap-2L, verify::forty_digits),
                          "-5.1082562376599072021294825047554730044092440382365e-1"));
    CHECK(forty_digits_of(verify::value(sin(x), x, 0x1.0000000000000p+0L, verify::forty_digits),
                          "8.4147098480789650665250232163029899962256306079837e-1"));
    CHECK(forty_digits_of(verify::value(sin(x), x, -0x1.2000000000000p+2L, verify::forty_digits),
                          "9.7753011766509705538913501449862977786438153812401e-1"));
    CHECK(forty_digits_of(verify::value(sin(x), x, 0x1.0f0cf064dd592p+73L, verify::forty_digits),
                          "-8.5220084976718880177270589375302936826176215041004e-1"));
    CHECK(forty_digits_of(verify::value(sin(x), x, 0x1.19799812dea11p-40L, verify::forty_digits),
                          "9.9999999999999997988664746258894870058618689613905e-13"));
    CHECK(forty_digits_of(verify::value(sin(x), x, 0x1.9000000000000p+7L, verify::forty_digits),
                          "-8.7329729721399458173301842115080956943415572973755e-1"));
    CHECK(forty_digits_of(verify::value(cos(x), x, 0x1.0000000000000p+0L, verify::forty_digits),
                          "5.4030230586813971740093660744297660373231042061792e-1"));
    CHECK(forty_digits_of(verify::value(cos(x), x, 0x1.8000000000000p+1L, verify::forty_digits),
                          "-9.8999249660044545727157279473126130239367909661559e-1"));
    CHECK(forty_digits_of(verify::value(cos(x), x, 0x1.0f0cf064dd592p+73L, verify::forty_digits),
                          "5.2321478539513894549759447338470949214091997243939e-1"));
    CHECK(forty_digits_of(verify::value(cos(x), x, 0x1.921fb54442d18p+0L, verify::forty_digits),
                          "6.1232339957367658861303296613750014646403777988363e-17"));
    CHECK(forty_digits_of(verify::value(tan(x), x, 0x1.3333333333333p-2L, verify::forty_digits),
                          "3.093362496096232208707130635217416939925912657311e-1"));
    CHECK(forty_digits_of(verify::value(tan(x), x, 0x1.921fb54442d18p+0L, verify::forty_digits),
                          "1.633123935319536975596773704152891653086406810491e+16"));
    CHECK(forty_digits_of(verify::value(tan(x), x, -0x1.0000000000000p+1L, verify::forty_digits),
                          "2.1850398632615189916433061023136825434320177462277"));
    CHECK(forty_digits_of(verify::value(asin(x), x, 0x1.3333333333333p-2L, verify::forty_digits),
                          "3.0469265401539749633370334028656419508642774258654e-1"));
    CHECK(forty_digits_of(verify::value(asin(x), x, -0x1.ffffffaa19c47p-1L, verify::forty_digits),
                          "-1.570654905438186154459795125671431981718025247385"));
    CHECK(forty_digits_of(verify::value(asin(x), x, 0x1.2725dd1d243acp-60L, verify::forty_digits),
                          "1.0000000000000000715424240546219245086947228515899e-18"));
    CHECK(forty_digits_of(verify::value(acos(x), x, 0x1.3333333333333p-2L, verify::forty_digits),
                          "1.266103672779499122897618351353187247012156957101"));
    CHECK(forty_digits_of(verify::value(acos(x), x, -0x1.6666666666666p-1L, verify::forty_digits),
                          "2.3461938234056496207867474358769245416063441171359"));
    CHECK(forty_digits_of(verify::value(acos(x), x, 0x1.ffffffff24190p-1L, verify::forty_digits),
                          "1.4142136208911563644242213387204832465959979878388e-5"));
    CHECK(forty_digits_of(verify::value(atan(x), x, 0x1.3333333333333p-2L, verify::forty_digits),
                          "2.9145679447786708181007228542228069977752151330811e-1"));
    CHECK(forty_digits_of(verify::value(atan(x), x, -0x1.4000000000000p+2L, verify::forty_digits),
                          "-1.3734007669450158608612719264449611486509995958997"));
    CHECK(forty_digits_of(verify::value(atan(x), x, 0x1.bc16d674ec800p+59L, verify::forty_digits),
                          "1.5707963267948966182313216916397514420985846996876"));
    CHECK(forty_digits_of(verify::value(atan(x), x, 0x1.12e0be826d695p-30L, verify::forty_digits),
                          "1.0000000000000000619482581244465230234821439016728e-9"));
    CHECK(forty_digits_of(verify::value(sinh(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.0000000000000000364338639821644082460143755521771e-10"));
    CHECK(forty_digits_of(verify::value(sinh(x), x, 0x1.999999999999ap-1L, verify::forty_digits),
                          "8.8810598218762306596876042622769383712293337646229e-1"));
    CHECK(forty_digits_of(verify::value(sinh(x), x, -0x1.e000000000000p+4L, verify::forty_digits),
                          "-5.3432372907622310734952342785825859808113744781574e+12"));
    CHECK(forty_digits_of(verify::value(cosh(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.0000000000000000000050000000000000003643261398216"));
    CHECK(forty_digits_of(verify::value(cosh(x), x, 0x1.999999999999ap-1L, verify::forty_digits),
                          "1.3374349463048446374446483474868496187186295321951"));
    CHECK(forty_digits_of(verify::value(cosh(x), x, -0x1.5e00000000000p+9L, verify::forty_digits),
                          "5.0711602736750225472766479761563380760233978612154e+303"));
    CHECK(forty_digits_of(verify::value(tanh(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.0000000000000000364288639821644082454679050924447e-10"));
    CHECK(forty_digits_of(verify::value(tanh(x), x, 0x1.999999999999ap-1L, verify::forty_digits),
                          "6.6403677026784898851188142648088718707133483038225e-1"));
    CHECK(forty_digits_of(verify::value(tanh(x), x, -0x1.e000000000000p+4L, verify::forty_digits),
                          "-9.9999999999999999999999998248697847460695932302253e-1"));
    CHECK(forty_digits_of(verify::value(asinh(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.0000000000000000364305306488310749123167269123555e-10"));
    CHECK(forty_digits_of(verify::value(asinh(x), x, -0x1.999999999999ap-1L, verify::forty_digits),
                          "-7.3266825604541089883245907425198962028624297933071e-1"));
    CHECK(forty_digits_of(verify::value(asinh(x), x, 0x1.4e718d7d7625ap+664L, verify::forty_digits),
                          "4.6121016577936908208274864527084137928972835563415e+2"));
    CHECK(forty_digits_of(verify::value(acosh(x), x, 0x1.000000006df38p+0L, verify::forty_digits),
                          "1.4142136208675861354593558234960067843006275524602e-5"));
    CHECK(forty_digits_of(verify::value(acosh(x), x, 0x1.8000000000000p+1L, verify::forty_digits),
                          "1.7627471740390860504652186499595846180563206565233"));
    CHECK(forty_digits_of(verify::value(acosh(x), x, 0x1.249ad2594c37dp+332L, verify::forty_digits),
                          "2.3095165647996451372711926869965451524857075702919e+2"));
    CHECK(forty_digits_of(verify::value(atanh(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.000000000000000036435530648831074912863222372088e-10"));
    CHECK(forty_digits_of(verify::value(atanh(x), x, -0x1.999999999999ap-1L, verify::forty_digits),
                          "-1.0986122886681098147533590841621534810526330156288"));
    CHECK(forty_digits_of(verify::value(atanh(x), x, 0x1.ffffffaa19c47p-1L, verify::forty_digits),
                          "9.5569139572437757406160271868937970106041468660207"));
    CHECK(forty_digits_of(verify::value(erf(x), x, 0x1.b7cdfd9d7bdbbp-34L, verify::forty_digits),
                          "1.1283791670955126150017301015519375678067032996093e-10"));
    CHECK(forty_digits_of(verify::value(erf(x), x, 0x1.0000000000000p-1L, verify::forty_digits),
                          "5.2049987781304653768274665389196452873645157575796e-1"));
    CHECK(forty_digits_of(verify::value(erf(x), x, -0x1.e666666666666p+0L, verify::forty_digits),
                          "-9.9279042923525746723721596713209493867144502881186e-1"));
    CHECK(forty_digits_of(verify::value(erf(x), x, 0x1.4000000000000p+1L, verify::forty_digits),
                          "9.9959304798255504106043578426002508727965132259629e-1"));
    CHECK(forty_digits_of(verify::value(erf(x), x, 0x1.8000000000000p+2L, verify::forty_digits),
                          "9.9999999999999997848026328750108688340664960081262e-1"));
    CHECK(forty_digits_of(verify::value(erfc(x), x, 0x1.0000000000000p-1L, verify::forty_digits),
                          "4.7950012218695346231725334610803547126354842424204e-1"));
    CHECK(forty_digits_of(verify::value(erfc(x), x, -0x1.8000000000000p+1L, verify::forty_digits),
                          "1.9999779095030014145586272238704176796201522929126"));
    CHECK(forty_digits_of(verify::value(erfc(x), x, 0x1.0000000000000p+1L, verify::forty_digits),
                          "4.6777349810472658379307436327470713891082029599399e-3"));
    CHECK(forty_digits_of(verify::value(erfc(x), x, 0x1.4000000000000p+2L, verify::forty_digits),
                          "1.5374597944280348501883434853833788901180503147234e-12"));
    CHECK(forty_digits_of(verify::value(erfc(x), x, 0x1.b000000000000p+4L, verify::forty_digits),
                          "5.2370489237892556850160676828495470909339125479687e-319"));
}

TEST_CASE("cancellation is met by raising the precision") {
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -0x1.7480000000000p+9L, verify::forty_digits),
                          "-2.1026512942015931218833128611345380525141504818681e-321"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.7480000000000p+9L, 1, verify::forty_digits),
                          "-2.0998289434711211848069594210524782698933261188052e-321"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -0x1.5e00000000000p+9L, verify::forty_digits),
                          "-6.9017735806318395996937610634946255735809201269807e-302"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.5e00000000000p+9L, 1, verify::forty_digits),
                          "-6.8919139040880798288370556905467761084758045267993e-302"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -0x1.2c00000000000p+8L, verify::forty_digits),
                          "-1.5444600667236041343464585763201392994404994673333e-128"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.2c00000000000p+8L, 1, verify::forty_digits),
                          "-1.5393118665011921205653037143990721684423644691089e-128"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -0x1.2800000000000p+5L, verify::forty_digits),
                          "-3.1572276215253042091790101355378494068508613515812e-15"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.2800000000000p+5L, 1, verify::forty_digits),
                          "-3.071897145267863420173006427518847947847364850116e-15"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -0x1.3141205bc01a3p+0L, verify::forty_digits),
                          "-3.0884341288719851792881937954615758046838406191295e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.3141205bc01a3p+0L, 1, verify::forty_digits),
                          "8.3328492798974656008608956876617425639760821162606e-6"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x0.0p+0L, 1, verify::forty_digits), "6.0e-1"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, 0x1.0000000000000p-1L, verify::forty_digits),
                          "3.7524521130489510481856241339927988256785623623569e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.0000000000000p-1L, 1, verify::forty_digits),
                          "8.8642437535772725845088430279573876421950146479786e-1"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, 0x1.56e1fc2f8f359p-997L, verify::forty_digits),
                          "6.0000000000000001503545510112525581141768808462222e-301"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.56e1fc2f8f359p-997L, 1, verify::forty_digits),
                          "6.0e-1"));
    CHECK(forty_digits_of(verify::value(mish_as_written, x, 0x1.9000000000000p+5L, verify::forty_digits),
                          "4.9999999999999999999999999999999999999999996279924e+1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.9000000000000p+5L, 1, verify::forty_digits),
                          "1.0000000000000000000000000000000000000000073657504"));
    CHECK(forty_digits_of(verify::value(gelu_as_written, x, -0x1.3000000000000p+5L, verify::forty_digits),
                          "-1.0964627768261380371733687829954235559714907537193e-314"));
    CHECK(forty_digits_of(verify::derivative(gelu_as_written, x, -0x1.3000000000000p+5L, 1, verify::forty_digits),
                          "-4.1665545692687844561110348110549567665150585539527e-313"));
    CHECK(forty_digits_of(verify::value(gelu_as_written, x, -0x1.8000000000000p+2L, verify::forty_digits),
                          "-5.9195258702261888442051847943882521120187474998742e-9"));
    CHECK(forty_digits_of(verify::derivative(gelu_as_written, x, -0x1.8000000000000p+2L, 1, verify::forty_digits),
                          "-3.5468709453902014781276982311692910468930584278755e-8"));
    CHECK(forty_digits_of(verify::value(gelu_as_written, x, 0x1.0000000000000p-2L, verify::forty_digits),
                          "1.4967658142073093106021344789525843482051187031026e-1"));
    CHECK(forty_digits_of(verify::derivative(gelu_as_written, x, 0x1.0000000000000p-2L, 1, verify::forty_digits),
                          "6.9537335488363602597616022985492140705425240311155e-1"));
    CHECK(forty_digits_of(verify::value(gelu_as_written, x, 0x1.87e92154ef7acp-665L, verify::forty_digits),
                          "4.9999999999999999105013119954137979802720589464487e-201"));
    CHECK(forty_digits_of(verify::derivative(gelu_as_written, x, 0x1.87e92154ef7acp-665L, 1, verify::forty_digits),
                          "5.0e-1"));
    CHECK(forty_digits_of(verify::value(c<1> - cos(x), x, 0x1.4484bfeebc2a0p-100L, verify::forty_digits),
                          "5.000000000000000833364206075859888234108358691097e-61"));
    CHECK(forty_digits_of(verify::value(c<1> - cos(x), x, 0x1.5798ee2308c3ap-27L, verify::forty_digits),
                          "5.0000000000000001675589416346180589271628498791529e-17"));
    CHECK(forty_digits_of(verify::value(log(c<1> + exp(-x)), x, 700, verify::forty_digits),
                          "9.8596765437597708567053729478494651051156001814009e-305"));
    CHECK(forty_digits_of(verify::value(log(x / (c<1> - x)), x, 0x1p-1074L, verify::forty_digits),
                          "-7.4444007192138126231410729844608163411308714430291e+2"));
    CHECK(forty_digits_of(verify::derivative(log(x / (c<1> - x)), x, 0x1.fffffffffffffp-1L, 1, verify::forty_digits),
                          "9.0071992547409930000000000000001110223024625156664e+15"));
    CHECK(forty_digits_of(verify::derivative(log(x), x, 0x1.56e1fc2f8f359p-997L, 1, verify::forty_digits),
                          "9.999999999999999749409081647912409422619367977226e+299"));
}

TEST_CASE("higher derivatives") {
    // From mpmath's own numerical differentiation at 300 digits.
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.4000000000000p+4L, 2, verify::forty_digits),
                          "-3.7100765042456579202306546428077933788466296845165e-8"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.0000000000000p-1L, 2, verify::forty_digits),
                          "5.6397092311326654342663642498420619561134175003755e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x0.0p+0L, 2, verify::forty_digits), "6.4e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.8000000000000p+1L, 2, verify::forty_digits),
                          "-3.0266496639326991426168492521283876352834543925441e-2"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.4000000000000p+4L, 3, verify::forty_digits),
                          "-3.5039611267077268183843406367227834677766196827301e-8"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.0000000000000p-1L, 3, verify::forty_digits),
                          "3.5304817993315262026273204959380606579858479149346e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x0.0p+0L, 3, verify::forty_digits), "-9.6e-2"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.8000000000000p+1L, 3, verify::forty_digits),
                          "3.6316703137312699004667640168339903812338780589287e-2"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.4000000000000p+4L, 4, verify::forty_digits),
                          "-3.2978457347253912485466252702076091488335616676068e-8"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, -0x1.0000000000000p-1L, 4, verify::forty_digits),
                          "-5.605465941178000196652916135088201223961887898499e-1"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x0.0p+0L, 4, verify::forty_digits), "-1.1008"));
    CHECK(forty_digits_of(verify::derivative(mish_as_written, x, 0x1.8000000000000p+1L, 4, verify::forty_digits),
                          "-2.495830291202952509387923318002302918165076813641e-2"));
}

TEST_CASE("arithmetic, powers, constants") {
    auto const at = [](auto f, double v) { return verify::value(f, x, v); };
    CHECK(at((x + c<3>)*(x - c<1>) / (x + c<1>), 2).rounded() == 5.0 / 3);
    CHECK(at(x / c<4> - x, 3).exact);
    CHECK(at(pow(x, c<3>), -2).rounded() == -8);
    CHECK(at(pow(x, c<-3>), -2).rounded() == -0.125);
    CHECK(at(pow(x, c<0>), 0).rounded() == 1);
    CHECK(at(pow(x, c<2> / c<3>), 8).rounded() == 4);
    CHECK(at(pow(x, c<2> / c<3>), -8).what == status::undefined);
    CHECK(at(pow(x, c<1> / c<2>), 0).is_zero());
    CHECK(at(sqrt(x), 9).exact);
    CHECK(at(abs(x), -3).rounded() == 3);
    CHECK(at(sign(x), -3).rounded() == -1);
    CHECK(at(sign(x), 0).is_zero());
    CHECK(at(min(x, c<2>), 5).rounded() == 2);
    CHECK(at(max(x, c<2>), 5).rounded() == 5);
    CHECK(forty_digits_of(verify::value(x * pi, x, 1, verify::forty_digits),
                          "3.1415926535897932384626433832795028841971693993751058"));
    verify::input const third{x.name, rational{1, 3}};
    CHECK(verify::value(verify::view(c<3> * x), &third, 1).rounded() == 1);
    CHECK(verify::decimal(at(x, 0.1), 20) == "1.0000000000000000555e-01");
}

TEST_CASE("a branch not taken is not evaluated") {
    constexpr auto f = piecewise(when(x > c<0>, log(x)), otherwise(c<7>));
    CHECK(verify::value(f, x, -1).rounded() == 7);
    CHECK(verify::value(f, x, 0).rounded() == 7);
    CHECK(verify::value(f, x, 1).is_zero());
    constexpr auto inside = piecewise(when(c<-1> < x && x < c<1>, atanh(x)), otherwise(c<0>));
    CHECK(verify::value(inside, x, 1).is_zero());
    CHECK(verify::value(inside, x, 0.5).rounded() == doctest::Approx(0.5493061443340548));
}

TEST_CASE("undefined, infinite, unsure") {
    auto const at = [](auto f, long double v) { return verify::value(f, x, v).what; };
    CHECK(at(log(x), -1) == status::undefined);
    CHECK(at(log(x), 0) == status::infinite);
    CHECK(at(sqrt(x), -0x1p-1074L) == status::undefined);
    CHECK(at(c<1> / x, 0) == status::undefined);
    CHECK(at(asin(x), 1.5) == status::undefined);
    CHECK(at(acosh(x), 0.5) == status::undefined);
    CHECK(at(atanh(x), 2) == status::undefined);
    CHECK(at(x, std::nanl("")) == status::undefined);
    CHECK(at(x * a, 1) == status::unsure);
    CHECK(verify::derivative(log(x), x, -1).what == status::undefined);
    CHECK(verify::derivative(log(x), x, 0).what == status::undefined);
    CHECK(verify::derivative(log(x / (c<1> - x)), x, 2).what == status::undefined);
}

TEST_CASE("beyond every exponent") {
    CHECK(verify::value(exp(x), x, 1e6).what == status::finite);
    CHECK(verify::value(exp(-x), x, 1e6, verify::goal{96, -2000000}).what == status::finite);
    CHECK(verify::value(exp(x), x, 1e300).what == status::overflow);
    auto const small = verify::value(mish_as_written, x, -1e300);
    CHECK(small.what == status::underflow);
    CHECK(small.sign <= 0);
    CHECK(verify::value(mish_as_written, x, -800, verify::goal{96, -1400}).what == status::finite);
    CHECK(verify::value(mish_as_written, x, -1e5).what == status::underflow);
    for (long double v : {750.0L, 1e5L, 1e10L, 1e300L, 1e4000L}) {
        CAPTURE(v);
        CHECK(verify::ulp(v, verify::value(mish_as_written, x, v)) == 0);
        CHECK(verify::ulp(v, verify::value(softplus_as_written, x, v)) == 0);
        CHECK(verify::ulp(v, verify::value(gelu_as_written, x, v)) == 0);
        CHECK(verify::ulp(1.0L, verify::value(exp(x) / (c<1> + exp(x)), x, v)) == doctest::Approx(0));
        CHECK(verify::ulp(1.0L, verify::value((exp(x) - exp(-x)) / (exp(x) + exp(-x)), x, v)) == doctest::Approx(0));
        CHECK(verify::value(gelu_as_written, x, -v).what == status::underflow);
        CHECK(verify::value(c<1> / (c<1> + exp(-x)), x, -v, verify::goal{96, -1000}).what == status::underflow);
        CHECK(verify::ulp(1.0L, verify::derivative(mish_as_written, x, v)) == doctest::Approx(0));
        CHECK(verify::ulp(-0.0, verify::derivative(mish_as_written, x, -v * 2)) == 0);
    }
}

TEST_CASE("the range of long double") {
    verify::goal const wide{134, -16512};
    CHECK(forty_digits_of(verify::value(mish_as_written, x, -5000, wide),
                          "-1.6848470741544587572250161619066100839775489513646e-2168"));
    CHECK(verify::value(mish_as_written, x, -11500, wide).what == status::underflow);
}

TEST_CASE("limits at infinity come with the extended numbers") {
    long double const inf = HUGE_VALL;
    CHECK(verify::value(mish_as_written, x, inf).rounded() == HUGE_VAL);
    CHECK(verify::ulp(1.0, verify::value(tanh(x), x, inf)) == 0);
    CHECK(verify::ulp(0.0, verify::value(c<1> / (c<1> + exp(-x)), x, -inf)) == 0);
}

TEST_CASE("breaks") {
    CHECK(verify::derivative(relu_as_written, x, 0).what == status::kink);
    CHECK(verify::derivative(abs(x), x, 0).what == status::kink);
    CHECK(verify::derivative(max(x, c<0>), x, 0).what == status::kink);
    CHECK(verify::derivative(sign(x), x, 0).what == status::kink);
    CHECK(verify::derivative(relu_as_written, x, 0, 2).what == status::kink);
    CHECK(verify::derivative(min(max(x, c<0>), c<6>), x, 6).what == status::kink);
    for (double v : {0x1p-1074, 1e-300, 1e-10, 1.0}) {
        CAPTURE(v);
        CHECK(verify::ulp(1.0, verify::derivative(relu_as_written, x, v)) == 0);
        CHECK(verify::derivative(relu_as_written, x, -v).is_zero());
    }
    CHECK(verify::ulp(1.0, verify::derivative(relu_as_written, x, 1 + 0x1p-52)) == 0);

    verify::input in[] = {{x.name, 0.0L}, {a.name, 1.0L}};
    auto const elu = verify::view(elu_as_written);
    auto const smooth =
        verify::derivative(elu, {x.name, 1}, in, 2); // elu with a = 1 has a derivative at 0, but one only
    CHECK(smooth.at_break);
    CHECK(verify::ulp(1.0, smooth) < 1e-9);
    CHECK(verify::derivative(elu, {x.name, 2}, in, 2).what == status::kink);
    in[1].value = 0.5L;
    CHECK(verify::derivative(elu, {x.name, 1}, in, 2).what == status::kink);
    CHECK(verify::derivative(elu, {a.name, 1}, in, 2).is_zero()); // 0 for every a
}

TEST_CASE("derivatives by other symbols, and mixed") {
    verify::input const in[] = {{x.name, 0.75L}, {a.name, 1.5L}};
    auto const f = verify::view(sin(x * a) + pow(a, c<3>));
    CHECK(verify::ulp(0.75 * std::cos(1.125) + 6.75, verify::derivative(f, {a.name, 1}, in, 2)) < 2);
    CHECK(verify::ulp(std::cos(1.125) - 1.125 * std::sin(1.125), verify::derivative(f, {x.name, 1, a.name, 1}, in, 2)) <
          2);
    CHECK(verify::derivative(f, {"b", 1}, in, 2).what == status::underflow);
}

TEST_CASE("graphs made by hand, catalogue labels ignored") {
    workspace w;
    auto const s = w.symbol("t");
    auto const body = w.make(operation::multiply, s, w.make(operation::exp, s));
    auto const root = w.named("anything", 1, body, s);
    verify::input const in{"t", 2.0L};
    CHECK(verify::ulp(2 * std::exp(2.0), verify::value(verify::view(w, root), &in, 1)) < 1);
    auto const inner = w.make(operation::erfcx, s);
    CHECK(verify::value(verify::view(w, inner), &in, 1).what == status::unsure);
}
